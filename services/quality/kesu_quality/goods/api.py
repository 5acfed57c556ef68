"""REST interface of nonconforming goods: `/api/v1/goods`, and one endpoint per operation below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_quality.goods import queries
from kesu_quality.goods.commands import quarantine_goods
from kesu_quality.goods.model import Goods
from kesu_quality.goods.operations import OPERATIONS
from kesu_quality.goods.schemas import GoodsArgs, GoodsIn, GoodsOut
from kesu_quality.permissions import QUARANTINE, READ

api = ApiBlueprint("goods", __name__, description="Nonconforming goods (不合格品)")


@api.get("")
@allow(READ)
@api.arguments(GoodsArgs, location="query")
@api.response(200, GoodsOut(many=True))
def list_goods(args: Mapping[str, Any]) -> Sequence[Goods]:
    """Nonconforming goods, newest first"""
    page = paginate(current_session(), queries.goods_list(current_actor(), args), queries.SORTS, identity=Goods.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(QUARANTINE)
@api.arguments(GoodsIn)
@api.response(201, GoodsOut)
def quarantine(data: Mapping[str, Any]) -> tuple[Goods, int, dict[str, str]]:
    """Put goods aside that were found nonconforming in the house"""
    made = quarantine_goods(current_session(), current_actor(), **data)
    send_etag(made)
    return made, 201, {"Location": url_for("api_goods.get_goods", number=made.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, GoodsOut)
def get_goods(number: str) -> Goods:
    """Goods with their dispositions and quantities"""
    found = queries.goods_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(api, GoodsOut)
