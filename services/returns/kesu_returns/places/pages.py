"""The page of stock: what lies where, for how long, and where lot X is now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.places.schemas import StockArgs
from kesu_returns.places.stock import MOST, places_in_use, stock
from kesu_returns.places.words import place_name

blueprint = Blueprint("stock", __name__)


@blueprint.get("/stock")
@allow(READ_RETURNS)
def show() -> Response:
    """Returned goods by place, what has lain longest first."""
    args = page_args(StockArgs())
    session, actor = current_session(), current_actor()
    lying = stock(session, actor, args, MOST + 1)
    places = places_in_use(session, actor, args)
    shown: dict[str, Any] = {"lying": lying[:MOST], "more": len(lying) > MOST, "places": places, "most": MOST}
    return render("returns/places/stock.html", place_name=place_name, **shown)
