"""REST interface of ways of handling: `/api/v1/handlings`, by the return's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_quality.handlings import queries
from kesu_quality.handlings.model import Handling
from kesu_quality.handlings.operations import OPERATIONS
from kesu_quality.handlings.schemas import HandlingArgs, HandlingOut
from kesu_quality.permissions import READ

api = ApiBlueprint("handlings", __name__, description="Ways of handling returns (退货处理方式)")


@api.get("")
@allow(READ)
@api.arguments(HandlingArgs, location="query")
@api.response(200, HandlingOut(many=True))
def list_handlings(args: Mapping[str, Any]) -> Sequence[Handling]:
    """Returns that quality has the form of, newest first"""
    page = paginate(current_session(), queries.handlings(current_actor(), args), queries.SORTS, identity=Handling.id, args=args)
    send_links(page)
    return page.items


@api.get("/<number>")
@allow(READ)
@api.response(200, HandlingOut)
def get_handling(number: str) -> Handling:
    """One return's form and its way of handling"""
    found = queries.handling_of(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(api, HandlingOut)
