"""The page of deliveries: what was shipped to whom."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response

from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args, paginate
from kesu_returns.deliveries import history, queries
from kesu_returns.deliveries.model import Delivery
from kesu_returns.deliveries.schemas import DeliveryListArgs
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.tracking import tracking_address

blueprint = Blueprint("deliveries", __name__)


@blueprint.get("/deliveries/")
@allow(READ_RETURNS)
def listing() -> Response:
    """The deliveries that one may see."""
    args = page_args(DeliveryListArgs())
    page = paginate(
        current_session(),
        queries.deliveries(current_actor(), args),
        queries.SORTS,
        identity=Delivery.id,
        args=args,
        default="-delivered_on",
    )
    return render("returns/deliveries/list.html", page=page)


@blueprint.get("/deliveries/<site>/<path:number>")
@allow(READ_RETURNS)
def show(site: str, number: str) -> Response:
    """One delivered line, and what became of that customer's product and of that lot."""
    session = current_session()
    found = queries.delivery_for(session, current_actor(), site, number)
    customer, lot = history.of_customer(session, found), history.of_lot(session, found)
    tracking = partial(tracking_address, session, found.site)
    return render("returns/deliveries/show.html", d=found, customer=customer, lot=lot, tracking=tracking)
