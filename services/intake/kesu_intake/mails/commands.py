"""Putting mails into the outbox, and saying what became of them. The mail itself is handed over by `delivery`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.attachments import Attachment, attachments_of
from kesu_common.errors import Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_, translate
from kesu_common.journal import record
from kesu_common.mail.outbox import RETRIES, STUCK, UNDELIVERED
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_intake import events, tasks
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import Complaint
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.mails.facts import MAIL_BOUNCED, MAIL_FAILED, MAIL_QUEUED, MAIL_SENT
from kesu_intake.mails.model import ACKNOWLEDGEMENT, MAIL_STATES, REMINDER, REPLY, Mail, Sender
from kesu_intake.mails.queries import mail_of, undelivered
from kesu_intake.permissions import REPLY as MAY_REPLY

_SUBJECTS = {
    ACKNOWLEDGEMENT: N_("We have received your complaint: %(number)s"),
    REPLY: N_("Our reply to your complaint %(number)s"),
    REMINDER: N_("Please confirm our reply to your complaint %(number)s"),
}
_LINK = N_("Confirm, or tell us what is missing: %(link)s")

MOST_ENCLOSED = 20 * 1024 * 1024
"""Bytes of files that go with one mail; more is refused by most servers."""


def queue_mail(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    sender: Sender,
    *,
    kind: str,
    to: str,
    address: str,
    language: str,
    text: str,
    enclosures: Sequence[UUID] = (),
) -> Mail:
    """Put a mail into the outbox, as a part of another command; replies and reminders end with the link to confirm.

    Raises `Invalid` for enclosures that are no files of the complaint, or too large together.
    """
    _check_enclosures(session, complaint, enclosures)
    if kind != ACKNOWLEDGEMENT:
        text = f"{text}\n\n{translate(_LINK, {'link': sender.link_of(complaint)}, language)}"
    facts = {**facts_of(complaint), "kind": kind, "to": to, "address": address}
    mail_id = record(session, actor, MAIL_QUEUED, complaint, facts, case=complaint.number)
    now = clock.now()
    made = Mail(
        id=mail_id,
        complaint_number=complaint.number,
        site=complaint.site,
        round=complaint.round,
        kind=kind,
        to=to,
        address=address,
        sender=sender.address,
        language=language,
        subject=translate(_SUBJECTS[kind], {"number": complaint.number}, language),
        text=text,
        enclosures=[str(one) for one in enclosures],
        attempts=0,
        state=MAIL_STATES.initial,
        next_at=now,
        queued_by=actor.name or actor.id,
        queued_at=now,
    )
    session.add(made)
    session.flush()
    return made


def send_again(session: Session, actor: Actor, complaint: Complaint, *, mail: UUID, address: str, sender: Sender) -> Mail:
    """Send what did not arrive as a new mail, to the same or another address."""
    actor.require(MAY_REPLY, complaint.site)
    old = _replace(session, actor, complaint, mail)
    made = Mail(
        **{
            name: getattr(old, name)
            for name in ("complaint_number", "site", "round", "kind", "to", "language", "subject", "text", "enclosures")
        },
        id=record(
            session,
            actor,
            MAIL_QUEUED,
            complaint,
            {**facts_of(complaint), "kind": old.kind, "to": old.to, "address": address},
            case=complaint.number,
        ),
        address=address,
        sender=sender.address,
        attempts=0,
        state=MAIL_STATES.initial,
        next_at=clock.now(),
        queued_by=actor.name or actor.id,
        queued_at=clock.now(),
    )
    session.add(made)
    return made


def tell_otherwise(session: Session, actor: Actor, complaint: Complaint, *, mail: UUID, channel: str, person: str, content: str) -> Mail:
    """The customer was told by telephone, letter or visit what a mail did not bring."""
    actor.require(MAY_REPLY, complaint.site)
    old = _replace(session, actor, complaint, mail)
    log_exchange(session, actor, complaint, direction="out", channel=channel, person=person, content=content)
    facts = {
        "complaint": complaint.number,
        "customer_code": complaint.customer_code,
        "direction": "out",
        "channel": channel,
        "person": person,
    }
    record(session, actor, events.EXCHANGE_LOGGED, complaint, facts, case=complaint.number)
    return old


def report_bounce(session: Session, actor: Actor, complaint: Complaint, *, mail: UUID, reason: str) -> Mail:
    """A mail that a server had taken came back."""
    actor.require(MAY_REPLY, complaint.site)
    found = mail_of(session, complaint, mail)
    MAIL_STATES.apply(found, "bounce")
    found.answer = reason
    _state(session, actor, complaint, found, MAIL_BOUNCED, reason)
    return found


def claim_mail(session: Session, complaint: Complaint, mail: Mail) -> bool:
    """Take a mail in hand; says whether it is to be sent. A reminder that nobody needs any more, and mails of a withdrawn complaint,
    are cancelled instead."""
    needless = mail.kind == REMINDER and (complaint.state != "replied" or complaint.round != mail.round)
    if needless or complaint.state == "withdrawn":
        MAIL_STATES.apply(mail, "cancel")
        return False
    MAIL_STATES.apply(mail, "send")
    mail.claimed_at, mail.attempts = clock.now(), mail.attempts + 1
    return True


def mail_sent(session: Session, actor: Actor, complaint: Complaint, mail: Mail, answer: str) -> None:
    """The next server has taken it."""
    MAIL_STATES.apply(mail, "accept")
    mail.sent_at, mail.answer = clock.now(), answer
    _state(session, actor, complaint, mail, MAIL_SENT, answer)


def mail_deferred(session: Session, actor: Actor, complaint: Complaint, mail: Mail, answer: str) -> None:
    """The server has put it off: again after a while, until the waits of `RETRIES` are used up."""
    if mail.attempts > len(RETRIES):
        mail_failed(session, actor, complaint, mail, answer)
        return
    MAIL_STATES.apply(mail, "defer")
    mail.next_at, mail.answer = clock.now() + RETRIES[mail.attempts - 1], answer


def mail_failed(session: Session, actor: Actor, complaint: Complaint, mail: Mail, answer: str) -> None:
    """The server will not have it."""
    MAIL_STATES.apply(mail, "refuse")
    mail.answer = answer
    _state(session, actor, complaint, mail, MAIL_FAILED, answer)


def mail_unclear(session: Session, actor: Actor, complaint: Complaint, mail: Mail, answer: str) -> None:
    """Nobody knows whether the server has taken it."""
    MAIL_STATES.apply(mail, "lose")
    mail.answer = answer
    _state(session, actor, complaint, mail, MAIL_FAILED, answer)


def next_mail(session: Session, now: datetime) -> Mail | None:
    """A mail whose time has come, locked; one that a dead worker has left behind is told from it by its state `sending`."""
    due = (Mail.state == "queued") & (Mail.next_at <= now) | (Mail.state == "sending") & (Mail.claimed_at < now - STUCK)
    return session.scalar(select(Mail).where(due).order_by(Mail.next_at).limit(1).with_for_update(skip_locked=True))


def _replace(session: Session, actor: Actor, complaint: Complaint, mail: UUID) -> Mail:
    old = mail_of(session, complaint, mail)
    MAIL_STATES.apply(old, "replace")
    session.flush()
    if not undelivered(session, complaint.number):
        finish_task(session, actor, tasks.MAIL, complaint.number, "replaced")
    return old


def _state(session: Session, actor: Actor, complaint: Complaint, mail: Mail, event: EventType, answer: str) -> None:
    facts: dict[str, Any] = {"mail": mail.id, "kind": mail.kind, "to": mail.to, "address": mail.address}
    facts |= {"outcome": mail.state, "answer": answer}
    record(session, actor, event, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    if mail.state in UNDELIVERED:
        params = {"customer": complaint.customer_name, "address": mail.address}
        open_task(session, actor, tasks.MAIL, subject=complaint.number, site=complaint.site, case=complaint.number, params=params)


def _check_enclosures(session: Session, complaint: Complaint, enclosures: Sequence[UUID]) -> None:
    known: dict[UUID, Attachment] = {file.id: file for file in attachments_of(session, complaint.number)}
    if not set(enclosures) <= set(known):
        raise Invalid(N_("Only files of this complaint can go with the mail."), field="enclosures")
    if sum(known[one].size for one in enclosures) > MOST_ENCLOSED:
        raise Invalid(N_("The files are too large for one mail: together at most 20 MB."), field="enclosures")
