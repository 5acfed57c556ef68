"""REST interface of delegations: `/api/v1/delegations`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.people.authenticate import forget_cached
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_desk.delegations import commands, queries
from kesu_desk.delegations.model import Delegation
from kesu_desk.delegations.schemas import DelegationIn, DelegationListArgs, DelegationOut
from kesu_desk.permissions import DELEGATE, END_DELEGATION, READ_DELEGATIONS

api = ApiBlueprint("delegations", __name__, description="Who acts for a lead or the general manager who is away (代理)")


@api.get("")
@allow(READ_DELEGATIONS)
@api.arguments(DelegationListArgs, location="query")
@api.response(200, DelegationOut(many=True))
def list_delegations(args: Mapping[str, Any]) -> Sequence[Delegation]:
    """Delegations, the latest first"""
    statement = queries.delegations(current_actor(), args)
    page = paginate(current_session(), statement, queries.SORTS, identity=Delegation.id, args=args, default="-begins_at")
    send_links(page)
    return page.items


@api.post("")
@allow(DELEGATE)
@api.arguments(DelegationIn())
@api.response(201, DelegationOut)
def post_delegation(data: Mapping[str, Any]) -> Delegation:
    """Name a deputy for a role of one's own"""
    made = commands.delegate(current_session(), current_actor(), **data)
    send_etag(made)
    forget_cached(current_runtime().database)
    return made


@api.post("/<number>/revoke")
@allow(END_DELEGATION)
@api.response(200, DelegationOut)
def post_revoke(number: str) -> Delegation:
    """End a delegation before its time"""
    found = queries.delegation_for(current_session(), current_actor(), number, lock=True)
    check_match(found)
    send_etag(found)
    forget_cached(current_runtime().database)
    return commands.revoke_delegation(current_session(), current_actor(), found)
