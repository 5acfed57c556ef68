"""How an invitation is shown: its link only to those who may send it."""

from __future__ import annotations

from typing import Any

from kesu_common.people.actors import Actor
from kesu_common.settings import Settings
from kesu_survey.invitations.links import answer_link
from kesu_survey.invitations.model import INVITATION_STATES, Invitation
from kesu_survey.invitations.schemas import InvitationOut
from kesu_survey.permissions import SEND_INVITATION


def link_for(settings: Settings, actor: Actor, invitation: Invitation) -> str | None:
    """The customer's link, if `actor` may send it and there is still something to answer."""
    waiting = "send" in INVITATION_STATES.allowed(invitation.state)
    return answer_link(settings, invitation) if waiting and actor.may(SEND_INVITATION, invitation.site) else None


def with_link(settings: Settings, actor: Actor, invitation: Invitation) -> dict[str, Any]:
    """The invitation as `InvitationOut` shows it, with `link`."""
    names = [name for name in InvitationOut().fields if name != "link"]
    return {**{name: getattr(invitation, name) for name in names}, "link": link_for(settings, actor, invitation)}
