"""REST interface of talks: `/api/v1/talks`, and one endpoint per operation below each talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_intake.permissions import READ
from kesu_intake.talks import queries
from kesu_intake.talks.model import Talk
from kesu_intake.talks.operations import OPERATIONS
from kesu_intake.talks.schemas import TalkListArgs, TalkOut

api = ApiBlueprint("talks", __name__, description="Talks in depth with dissatisfied key customers (不满意客户深访)")


@api.get("")
@allow(READ)
@api.arguments(TalkListArgs, location="query")
@api.response(200, TalkOut(many=True))
def list_talks(args: Mapping[str, Any]) -> Sequence[Talk]:
    """Talks, newest first (clause 4.2.3.7)"""
    page = paginate(current_session(), queries.talks(current_actor(), args), queries.SORTS, identity=Talk.id, args=args)
    send_links(page)
    return page.items


@api.get("/<number>")
@allow(READ)
@api.response(200, TalkOut)
def get_talk(number: str) -> Talk:
    """One talk"""
    talk = queries.talk_of(current_session(), current_actor(), number)
    send_etag(talk)
    return talk


OPERATIONS.add_endpoints(api, TalkOut)
