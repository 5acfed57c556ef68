"""REST interface of deliveries: `/api/v1/deliveries`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_returns.deliveries import commands, queries
from kesu_returns.deliveries.model import Delivery
from kesu_returns.deliveries.schemas import DeliveryAtIn, DeliveryListArgs, DeliveryOut
from kesu_returns.permissions import READ_RETURNS, RECORD_DELIVERY

blueprint = ApiBlueprint("deliveries", __name__, description="Deliveries (发货), line by line, as the ERP tells them")


@blueprint.get("")
@allow(READ_RETURNS)
@blueprint.arguments(DeliveryListArgs, location="query")
@blueprint.response(200, DeliveryOut(many=True))
def list_deliveries(args: Mapping[str, Any]) -> Sequence[Delivery]:
    """Delivered lines, the latest first"""
    page = paginate(
        current_session(),
        queries.deliveries(current_actor(), args),
        queries.SORTS,
        identity=Delivery.id,
        args=args,
        default="-delivered_on",
    )
    send_links(page)
    return page.items


@blueprint.post("")
@allow(RECORD_DELIVERY)
@blueprint.arguments(DeliveryAtIn())
@blueprint.response(201, DeliveryOut)
def record_delivery(data: Mapping[str, Any]) -> tuple[Delivery, int, dict[str, str]]:
    """Record a delivered line; the same number at the same site corrects it (200)

    A correction is the whole line as it is now: what it leaves out is taken away.
    """
    values = {name: value for name, value in data.items() if name != "site"}
    delivery, outcome = commands.record_delivery(current_session(), current_actor(), data["site"], values)
    send_etag(delivery)
    where = url_for("api_deliveries.get_delivery", site=delivery.site, number=delivery.number)
    return delivery, 201 if outcome == "created" else 200, {"Location": where}


@blueprint.get("/<site>/<path:number>")
@allow(READ_RETURNS)
@blueprint.response(200, DeliveryOut)
def get_delivery(site: str, number: str) -> Delivery:
    """One delivered line, by site and the ERP's number"""
    delivery = queries.delivery_for(current_session(), current_actor(), site, number)
    send_etag(delivery)
    return delivery
