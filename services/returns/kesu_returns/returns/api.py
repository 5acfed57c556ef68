"""REST interface of returns: `/api/v1/returns`, and one endpoint per operation below each return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_returns.operations import OPERATIONS
from kesu_returns.permissions import READ_RETURNS, REQUEST_RETURN
from kesu_returns.returns import commands, queries
from kesu_returns.returns.model import Return
from kesu_returns.returns.schemas import ReturnIn, ReturnListArgs, ReturnOut

blueprint = ApiBlueprint("returns", __name__, description="Returns (退货) with their lines, whose quantities balance at every moment")


@blueprint.get("")
@allow(READ_RETURNS)
@blueprint.arguments(ReturnListArgs, location="query")
@blueprint.response(200, ReturnOut(many=True))
def list_returns(args: Mapping[str, Any]) -> Sequence[Return]:
    """Returns, newest first"""
    page = paginate(current_session(), queries.returns(current_actor(), args), queries.SORTS, identity=Return.id, args=args)
    send_links(page)
    return page.items


@blueprint.post("")
@allow(REQUEST_RETURN)
@blueprint.arguments(ReturnIn())
@blueprint.response(201, ReturnOut)
def request_return(data: Mapping[str, Any]) -> tuple[Return, int, dict[str, str]]:
    """Ask for goods to come back (clause 4.1.3.7-a)"""
    values = {name: value for name, value in data.items() if name != "site"}
    made = commands.request_return(current_session(), current_actor(), data["site"], values, source="api")
    send_etag(made)
    return made, 201, {"Location": url_for("api_returns.get_return", number=made.number)}


@blueprint.get("/<number>")
@allow(READ_RETURNS)
@blueprint.response(200, ReturnOut)
def get_return(number: str) -> Return:
    """One return"""
    found = queries.return_for(current_session(), current_actor(), number)
    send_etag(found)
    return found


OPERATIONS.add_endpoints(blueprint, ReturnOut)
