"""Putting a survey's mails into the outbox, reminding, and keeping what became of each. The mail itself is handed over by `delivery`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.journal import record
from kesu_common.mail.outbox import RETRIES, STUCK
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_survey import asking_events
from kesu_survey.campaigns.facts import facts_of
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.invitations.commands import bounce_invitation, remind_later, send_invitation, state
from kesu_survey.invitations.model import INVITATION_STATES, Invitation
from kesu_survey.invitations.queries import invitations_of
from kesu_survey.mails.model import INVITATION, REMINDER, SURVEY_MAIL_STATES, SurveyMail
from kesu_survey.mails.queries import campaign_of_mail, underway
from kesu_survey.permissions import RUN_CAMPAIGN, SEND_INVITATION

UNSENT = ("queued", "bounced")
"""Invitations whose link has not reached the customer, as far as is known."""


def invite_by_mail(session: Session, actor: Actor, campaign: Campaign) -> Campaign:
    """Put a mail into the outbox for every customer who has an address and has not got the link; nobody gets two (clause 4.2.1.4)."""
    actor.require(RUN_CAMPAIGN, campaign.site)
    CAMPAIGN_STATES.apply(campaign, "invite")
    waiting = [one for one in invitations_of(session, campaign.number) if one.state in UNSENT]
    there = underway(session, [one.number for one in waiting])
    reachable = [one for one in waiting if one.address and one.number not in there]
    for invitation in reachable:
        queue_mail(session, actor, invitation, INVITATION)
    counts = {"queued": len(reachable), "without_address": sum(not one.address for one in waiting)}
    record(session, actor, asking_events.CAMPAIGN_INVITED, campaign, {**facts_of(campaign), **counts}, case=campaign.number)
    return campaign


def stop_reminders(session: Session, actor: Actor, campaign: Campaign, *, reason: str) -> Campaign:
    """No more reminders for anybody, until sales resumes them."""
    actor.require(RUN_CAMPAIGN, campaign.site)
    CAMPAIGN_STATES.apply(campaign, "stop")
    campaign.reminders_stopped = True
    record(session, actor, asking_events.CAMPAIGN_STOPPED, campaign, {**facts_of(campaign), "reason": reason}, case=campaign.number)
    return campaign


def resume_reminders(session: Session, actor: Actor, campaign: Campaign) -> Campaign:
    """Remind again; those whose time has passed meanwhile are reminded at once."""
    actor.require(RUN_CAMPAIGN, campaign.site)
    CAMPAIGN_STATES.apply(campaign, "resume")
    campaign.reminders_stopped = False
    record(session, actor, asking_events.CAMPAIGN_RESUMED, campaign, {**facts_of(campaign), "reason": None}, case=campaign.number)
    return campaign


def queue_mail(session: Session, actor: Actor, invitation: Invitation, kind: str) -> SurveyMail:
    """Put one mail into the outbox, as a part of another command. The fact's id is the mail's."""
    address = invitation.address or ""
    now = clock.now()
    mail = SurveyMail(
        id=state(session, actor, asking_events.INVITATION_QUEUED, invitation, kind=kind, address=address),
        invitation=invitation.number,
        site=invitation.site,
        kind=kind,
        to=invitation.to_whom or invitation.customer_name,
        address=address,
        attempts=0,
        state=SURVEY_MAIL_STATES.initial,
        next_at=now,
        queued_by=actor.name or actor.id,
        queued_at=now,
    )
    session.add(mail)
    return mail


def remind_next(session: Session, actor: Actor, now: datetime) -> bool:
    """Put the reminder that is due longest into the outbox; says whether there was one. Called by the clock."""
    due = (
        select(Invitation)
        .join(Campaign, Campaign.number == Invitation.campaign)
        .where(Invitation.remind_at <= now, Campaign.state == CAMPAIGN_STATES.initial, Campaign.reminders_stopped.is_(False))
        .where(Invitation.expires_at > now)
        .order_by(Invitation.remind_at)
        .limit(1)
        .with_for_update(of=Invitation, skip_locked=True)
    )
    invitation = session.scalar(due)
    if invitation is None:
        return False
    invitation.reminders_sent += 1
    remind_later(invitation, None)  # until this one has gone
    queue_mail(session, actor, invitation, REMINDER)
    return True


def claim_mail(session: Session, mail: SurveyMail, invitation: Invitation) -> bool:
    """Take a mail in hand; says whether it is to be sent. What is not needed any more (answered, declined, closed) is cancelled."""
    campaign = campaign_of_mail(session, invitation)
    unwanted = mail.kind == REMINDER and (invitation.unsubscribed_at is not None or campaign.reminders_stopped)
    if unwanted or campaign.state != CAMPAIGN_STATES.initial or "send" not in INVITATION_STATES.allowed(invitation.state):
        SURVEY_MAIL_STATES.apply(mail, "cancel")
        return False
    SURVEY_MAIL_STATES.apply(mail, "send")
    mail.claimed_at, mail.attempts = clock.now(), mail.attempts + 1
    return True


def keep_outcome(session: Session, actor: Actor, mail: SurveyMail, invitation: Invitation, command: str, answer: str) -> None:
    """What is known of a mail after it was handed over: `command` of the outbox's states, and the server's words."""
    if command == "defer" and mail.attempts > len(RETRIES):
        command = "refuse"
    SURVEY_MAIL_STATES.apply(mail, command)
    mail.answer = answer
    allowed = INVITATION_STATES.allowed(invitation.state)
    if command == "accept":
        mail.sent_at = clock.now()
        if "send" in allowed:
            send_invitation(session, actor, invitation, how="email")
            remind_later(invitation, _next_reminder(session, invitation))
    elif command == "defer":
        mail.next_at = clock.now() + RETRIES[mail.attempts - 1]
    elif "bounce" in allowed:
        bounce_invitation(session, actor, invitation, reason=answer)


def report_bounce(session: Session, actor: Actor, mail: SurveyMail, invitation: Invitation, reason: str) -> SurveyMail:
    """A mail that a server had taken came back."""
    actor.require(SEND_INVITATION, mail.site)
    SURVEY_MAIL_STATES.apply(mail, "bounce")
    mail.answer = reason
    if "bounce" in INVITATION_STATES.allowed(invitation.state):
        bounce_invitation(session, actor, invitation, reason=reason)
    return mail


def next_mail(session: Session, now: datetime) -> SurveyMail | None:
    """A mail whose time has come, locked; one that a dead worker has left behind is told from it by its state `sending`."""
    waiting = (SurveyMail.state == "queued") & (SurveyMail.next_at <= now)
    due = waiting | (SurveyMail.state == "sending") & (SurveyMail.claimed_at < now - STUCK)
    return session.scalar(select(SurveyMail).where(due).order_by(SurveyMail.next_at).limit(1).with_for_update(skip_locked=True))


def _next_reminder(session: Session, invitation: Invitation) -> datetime | None:
    """So many working days of the site from now; none when all were sent, nobody wants them, or the survey is over by then."""
    campaign = campaign_of_mail(session, invitation)
    if invitation.reminders_sent >= campaign.reminders or invitation.unsubscribed_at is not None:
        return None
    at = site_of(session, invitation.site).worktime().add_days(clock.now(), campaign.reminder_days).at
    return at if at < invitation.expires_at else None
