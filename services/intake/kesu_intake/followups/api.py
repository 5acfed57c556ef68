"""REST interface of follow-ups: the list. Each is recorded on its complaint (`follow-up`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paging import paginate, send_links
from kesu_intake.followups import queries
from kesu_intake.followups.model import FollowUp
from kesu_intake.followups.schemas import FollowUpListArgs, FollowUpListed
from kesu_intake.permissions import READ

api = ApiBlueprint("followups", __name__, description="Customers who are asked whether a corrective action has helped (纠正措施跟踪)")


@api.get("")
@allow(READ)
@api.arguments(FollowUpListArgs, location="query")
@api.response(200, FollowUpListed(many=True))
def list_followups(args: Mapping[str, Any]) -> Sequence[FollowUp]:
    """Follow-ups, newest first (clause 4.1.3.9)"""
    found = queries.followups(current_actor(), args)
    page = paginate(current_session(), found, queries.SORTS, identity=FollowUp.id, args=args, default="-opened_at")
    send_links(page)
    return page.items
