"""Sending invitations, and what becomes of them. The only writer of invitations; `answers.commands` moves them through `move`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.events import EventType
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_survey import events
from kesu_survey.campaigns.model import Campaign
from kesu_survey.copies.model import KnownCustomer
from kesu_survey.invitations.model import INVITATION_STATES, Invitation
from kesu_survey.permissions import SEND_INVITATION


def invite(campaign: Campaign, line: int, customer: KnownCustomer | Any, expires_at: datetime) -> Invitation:
    """The invitation of a customer who was drawn; a part of starting the campaign, which states the fact."""
    return Invitation(
        number=f"{campaign.number}-{line:04d}",
        site=campaign.site,
        state=INVITATION_STATES.initial,
        campaign=campaign.number,
        customer_code=customer.number,
        customer_name=customer.name,
        tier=customer.tier,
        language=customer.language if customer.language in {"zh", "en"} else "en",
        expires_at=expires_at,
        kept=[],
    )


def send_invitation(session: Session, actor: Actor, invitation: Invitation, *, how: str = "email") -> Invitation:
    """Note that the link went to the customer; again for a reminder."""
    actor.require(SEND_INVITATION, invitation.site)
    INVITATION_STATES.apply(invitation, "send")
    invitation.sent_at, invitation.sent_by, invitation.sent_how = clock.now(), actor.name or actor.id, how
    invitation.times_sent += 1
    _state(session, actor, events.INVITATION_SENT, invitation, how=how, times=invitation.times_sent)
    return invitation


def decline_invitation(session: Session, actor: Actor, invitation: Invitation, *, reason: str) -> Invitation:
    """Note that the customer does not want to answer, or cannot be reached."""
    actor.require(SEND_INVITATION, invitation.site)
    INVITATION_STATES.apply(invitation, "decline")
    invitation.declined_because = reason
    _state(session, actor, events.INVITATION_DECLINED, invitation, reason=reason)
    return invitation


def open_invitation(session: Session, customer: Actor, invitation: Invitation) -> None:
    """The customer looks at the questions; stated the first time only."""
    if "open" not in INVITATION_STATES.allowed(invitation.state) or invitation.opened_at is not None:
        return
    INVITATION_STATES.apply(invitation, "open")
    invitation.opened_at = clock.now()
    _state(session, customer, events.INVITATION_OPENED, invitation)


def keep_partly(session: Session, customer: Actor, invitation: Invitation, answers: Sequence[Mapping[str, Any]]) -> None:
    """Keep what the customer has typed so far, to go on later."""
    INVITATION_STATES.apply(invitation, "keep")
    invitation.kept = [dict(answer) for answer in answers]
    _state(session, customer, events.INVITATION_KEPT, invitation, items=len(answers))


def move(invitation: Invitation, command: str) -> None:
    """Move it along its table as a part of taking an answer, which states the fact. What was kept on the way is not needed any more."""
    INVITATION_STATES.apply(invitation, command)
    invitation.kept = []
    invitation.updated_at = clock.now()


def _state(session: Session, actor: Actor, event: EventType, invitation: Invitation, **more: Any) -> None:
    data = {
        "invitation": invitation.number,
        "campaign": invitation.campaign,
        "customer_code": invitation.customer_code,
        "state": invitation.state,
        **more,
    }
    record(session, actor, event, invitation, data, case=invitation.campaign)
