"""Sending invitations, and what becomes of them. The only writer of invitations; `answers.commands` moves them through `move`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_survey import asking_events, events, tasks
from kesu_survey.campaigns.model import Campaign
from kesu_survey.copies.model import KnownCustomer
from kesu_survey.invitations.model import INVITATION_STATES, Invitation
from kesu_survey.permissions import SEND_INVITATION

BY_LINK = N_("declined over the link")


def invite(campaign: Campaign, line: int, customer: KnownCustomer | Any, expires_at: datetime, known: tuple[str, str] | None) -> Invitation:
    """The invitation of a customer who was drawn; a part of starting the campaign, which states the fact.

    `known`: the address and the person that the last survey went to.
    """
    address, to_whom = known or (None, None)
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
        address=address,
        to_whom=to_whom,
    )


def address_invitation(
    session: Session, actor: Actor, invitation: Invitation, *, address: str | None, to_whom: str | None = None
) -> Invitation:
    """Say where the mails to this customer go to; without an address the link goes another way."""
    actor.require(SEND_INVITATION, invitation.site)
    INVITATION_STATES.apply(invitation, "address")
    invitation.address, invitation.to_whom = address, to_whom
    state(session, actor, asking_events.INVITATION_ADDRESSED, invitation, address=address)
    return invitation


def send_invitation(session: Session, actor: Actor, invitation: Invitation, *, how: str = "email") -> Invitation:
    """Note that the link went to the customer; again for a reminder."""
    actor.require(SEND_INVITATION, invitation.site)
    INVITATION_STATES.apply(invitation, "send")
    invitation.sent_at, invitation.sent_by, invitation.sent_how = clock.now(), actor.name or actor.id, how
    invitation.times_sent += 1
    invitation.bounced_because = None
    state(session, actor, events.INVITATION_SENT, invitation, how=how, times=invitation.times_sent)
    finish_task(session, actor, tasks.REACH, invitation.number, "sent")
    return invitation


def bounce_invitation(session: Session, actor: Actor, invitation: Invitation, *, reason: str) -> Invitation:
    """Note that the link did not arrive; it can go again, by mail or otherwise."""
    actor.require(SEND_INVITATION, invitation.site)
    INVITATION_STATES.apply(invitation, "bounce")
    invitation.bounced_because, invitation.remind_at = reason, None
    state(session, actor, asking_events.INVITATION_BOUNCED, invitation, reason=reason)
    params = {"customer": invitation.customer_name, "campaign": invitation.campaign, "reason": reason[:120]}
    open_task(session, actor, tasks.REACH, subject=invitation.number, site=invitation.site, case=invitation.campaign, params=params)
    return invitation


def revoke_invitation(session: Session, actor: Actor, invitation: Invitation, *, reason: str) -> Invitation:
    """Withdraw the link, which opens nothing from now on; there is a new one at once. What was filled in so far goes with the old one."""
    actor.require(SEND_INVITATION, invitation.site)
    INVITATION_STATES.apply(invitation, "revoke")
    invitation.edition += 1
    invitation.kept = []
    state(session, actor, asking_events.INVITATION_REVOKED, invitation, reason=reason, edition=invitation.edition)
    return invitation


def decline_invitation(session: Session, actor: Actor, invitation: Invitation, *, reason: str) -> Invitation:
    """Note that the customer does not want to answer, or cannot be reached."""
    actor.require(SEND_INVITATION, invitation.site)
    _decline(session, actor, invitation, reason)
    return invitation


def decline_by_link(session: Session, customer: Actor, invitation: Invitation) -> None:
    """The customer says no on the own page; the link is the permission. Said twice, it is said once."""
    if invitation.state != "declined":
        _decline(session, customer, invitation, BY_LINK)


def unsubscribe(session: Session, customer: Actor, invitation: Invitation) -> None:
    """The customer wants no reminders; the link stays good. Said twice, it is said once."""
    if invitation.unsubscribed_at is not None:
        return
    INVITATION_STATES.apply(invitation, "unsubscribe")
    invitation.unsubscribed_at, invitation.remind_at = clock.now(), None
    state(session, customer, asking_events.INVITATION_UNSUBSCRIBED, invitation)


def open_invitation(session: Session, customer: Actor, invitation: Invitation) -> None:
    """The customer looks at the questions: every look is counted, the first one is stated."""
    allowed = INVITATION_STATES.allowed(invitation.state)
    if "open" in allowed and invitation.opened_at is None:
        INVITATION_STATES.apply(invitation, "open")
        invitation.opened_at, invitation.opens = clock.now(), invitation.opens + 1
        state(session, customer, events.INVITATION_OPENED, invitation)
    else:  # without a new version: a look disturbs nobody who works on the invitation
        counted = (
            update(Invitation).where(Invitation.id == invitation.id).values(opens=Invitation.opens + 1, updated_at=Invitation.updated_at)
        )
        session.execute(counted.execution_options(synchronize_session=False))


def keep_partly(session: Session, customer: Actor, invitation: Invitation, answers: Sequence[Mapping[str, Any]]) -> None:
    """Keep what the customer has filled in so far, to go on later: item by item, so that two devices add to each other."""
    INVITATION_STATES.apply(invitation, "keep")
    kept = {row["item"]: row for row in invitation.kept}
    for answer in answers:
        kept[answer["item"]] = dict(answer)
    filled = [row for row in kept.values() if row.get("score") is not None or row.get("choices") or row.get("text")]
    invitation.kept = filled
    state(session, customer, events.INVITATION_KEPT, invitation, items=len(filled))


def move(invitation: Invitation, command: str) -> None:
    """Move it along its table as a part of taking an answer, which states the fact. What was kept on the way is not needed any more."""
    INVITATION_STATES.apply(invitation, command)
    invitation.kept, invitation.remind_at = [], None
    invitation.updated_at = clock.now()


def remind_later(invitation: Invitation, at: datetime | None) -> None:
    """Set the time of the next reminder, as a part of sending a mail."""
    invitation.remind_at = at


def state(session: Session, actor: Actor, event: EventType, invitation: Invitation, **more: Any) -> Any:
    """State a fact about the invitation; returns its id."""
    data = {
        "invitation": invitation.number,
        "campaign": invitation.campaign,
        "customer_code": invitation.customer_code,
        "state": invitation.state,
        **more,
    }
    return record(session, actor, event, invitation, data, case=invitation.campaign)


def _decline(session: Session, actor: Actor, invitation: Invitation, reason: str) -> None:
    INVITATION_STATES.apply(invitation, "decline")
    invitation.declined_because, invitation.remind_at = reason, None
    state(session, actor, events.INVITATION_DECLINED, invitation, reason=reason)
