"""REST interface of places: `/api/v1/places`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_returns.permissions import KEEP_PLACES, READ_RETURNS
from kesu_returns.places import commands, queries
from kesu_returns.places.model import Place
from kesu_returns.places.schemas import LyingOut, PlaceIn, PlaceListArgs, PlaceOut, StockArgs
from kesu_returns.places.stock import Lying, stock

blueprint = ApiBlueprint("places", __name__, description="Places (库位) where returned goods lie")


@blueprint.get("")
@allow(READ_RETURNS)
@blueprint.arguments(PlaceListArgs, location="query")
@blueprint.response(200, PlaceOut(many=True))
def list_places(args: Mapping[str, Any]) -> Sequence[Place]:
    """Places by code"""
    statement = queries.places(current_actor(), args.get("site"))
    page = paginate(current_session(), statement, {"code": Place.code}, identity=Place.site, args=args, default="code")
    send_links(page)
    return page.items


@blueprint.get("/stock")
@allow(READ_RETURNS)
@blueprint.arguments(StockArgs, location="query")
@blueprint.response(200, LyingOut(many=True))
def list_stock(args: Mapping[str, Any]) -> Sequence[Lying]:
    """What lies where now, the oldest first (500 at most: narrow it down by lot, place or product)"""
    return stock(current_session(), current_actor(), args)


@blueprint.put("/<site>/<path:code>")
@allow(KEEP_PLACES)
@blueprint.arguments(PlaceIn)
@blueprint.response(200, PlaceOut)
def keep_place(data: Mapping[str, Any], site: str, code: str) -> tuple[Place, int]:
    """Enter a place, or change what it is called (201 when new)"""
    if not code.isprintable() or len(code) > 64:
        raise Invalid(N_("A place's code has at most 64 printable characters."), field="code")
    place, new = commands.keep_place(current_session(), current_actor(), site, code, data)
    send_etag(place)
    return place, 201 if new else 200


@blueprint.delete("/<site>/<path:code>")
@allow(KEEP_PLACES)
@blueprint.response(204)
def remove_place(site: str, code: str) -> None:
    """Take a place off the list; goods must not lie there"""
    commands.remove_place(current_session(), current_actor(), site, code)
