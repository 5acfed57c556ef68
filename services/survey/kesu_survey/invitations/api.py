"""REST interface of invitations: `/api/v1/invitations`, and one endpoint per operation below each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_survey.invitations import queries
from kesu_survey.invitations.model import Invitation
from kesu_survey.invitations.operations import OPERATIONS
from kesu_survey.invitations.schemas import InvitationListArgs, InvitationOut
from kesu_survey.invitations.shown import with_link
from kesu_survey.permissions import READ

api = ApiBlueprint("invitations", __name__, description="Invitations to a survey (调查邀请)")


@api.get("")
@allow(READ)
@api.arguments(InvitationListArgs, location="query")
@api.response(200, InvitationOut(many=True))
def list_invitations(args: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Invitations; the link is there for those who may send it"""
    page = paginate(current_session(), queries.invitations(current_actor(), args), queries.SORTS, identity=Invitation.id, args=args)
    send_links(page)
    return [with_link(current_runtime().settings, current_actor(), invitation) for invitation in page.items]


@api.get("/<number>")
@allow(READ)
@api.response(200, InvitationOut)
def get_invitation(number: str) -> dict[str, Any]:
    """One invitation"""
    invitation = queries.invitation_of(current_session(), current_actor(), number)
    send_etag(invitation)
    return with_link(current_runtime().settings, current_actor(), invitation)


OPERATIONS.add_endpoints(api, InvitationOut)
