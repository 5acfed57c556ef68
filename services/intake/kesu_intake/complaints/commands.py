"""What sales does with a complaint itself. Each command checks role, state table and gates, changes the rows, states the fact."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.attachments import Attachment, as_data, attach
from kesu_common.errors import AlreadyDone, Conflict
from kesu_common.files import StoredFile
from kesu_common.i18n import N_, translate
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import Task, cancel_task, finish_task, open_task
from kesu_intake import events, tasks
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.complaints.severity import rank
from kesu_intake.copies.queries import open_returns, returns_of
from kesu_intake.customers.queries import customer_of
from kesu_intake.dispatches.model import DISPATCH_STATES, Dispatch
from kesu_intake.exchanges.commands import log_exchange
from kesu_intake.mails.commands import queue_mail
from kesu_intake.mails.model import ACKNOWLEDGEMENT, Sender
from kesu_intake.permissions import ACKNOWLEDGE, ATTACH, CLOSE, ESCALATE, REOPEN, WITHDRAW
from kesu_intake.settlements.model import HELD_BY_RETURNS
from kesu_intake.settlements.queries import standing, what_does_not_hold
from kesu_intake.tiers.queries import clock_for


def acknowledge_complaint(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    *,
    channel: str,
    person: str,
    content: str,
    address: str | None = None,
    sender: Sender | None = None,
) -> Complaint:
    """The customer is told that the complaint has arrived. Once only; the state stays. The next task is to dispatch it.

    With an `address` it goes out as a mail, if the installation has a `sender`; else it was said or sent by hand.
    """
    actor.require(ACKNOWLEDGE, complaint.site)
    COMPLAINT_STATES.apply(complaint, "acknowledge")
    if complaint.acknowledged_at is not None:
        raise AlreadyDone(N_("The complaint was acknowledged already."))
    complaint.acknowledged_at = clock.now()
    if address is not None and sender is not None:
        language = customer_of(session, actor, complaint.customer_code).language
        queue_mail(session, actor, complaint, sender, kind=ACKNOWLEDGEMENT, to=person, address=address, language=language, text=content)
    log_exchange(session, actor, complaint, direction="out", channel=channel, person=person, content=content)
    record(session, actor, events.ACKNOWLEDGED, complaint, facts_of(complaint), case=complaint.number)
    finish_task(session, actor, tasks.ACKNOWLEDGE, complaint.number, "acknowledged")
    if complaint.state in {"registered", "translated"}:
        ask_to_dispatch(session, actor, complaint)
    return complaint


def ask_to_dispatch(session: Session, actor: Actor, complaint: Complaint) -> None:
    """Give sales the task to dispatch; after a dispute or a reopening its clock begins anew."""
    start = complaint.clock_start if complaint.round == 1 else None
    rule = clock_for(session, complaint.site, complaint.customer_code, tasks.DISPATCH)
    about: dict[str, Any] = {"subject": complaint.number, "site": complaint.site, "case": complaint.number}
    open_task(session, actor, tasks.DISPATCH, start=start, rule=rule, **about)


def attach_file(session: Session, actor: Actor, complaint: Complaint, stored: StoredFile, kind: str) -> Attachment:
    """Join a stored file to the complaint. `kind`: original, evidence, answer …; it can never be changed (clause 4.1.3.5-a1)."""
    actor.require(ATTACH, complaint.site)
    made = attach(session, actor, subject=complaint.number, site=complaint.site, stored=stored, kind=kind)
    record(session, actor, events.ATTACHED, complaint, {**facts_of(complaint), "kind": kind, **as_data(made)}, case=complaint.number)
    return made


def escalate_complaint(session: Session, actor: Actor, complaint: Complaint, *, reason: str, severity: str | None = None) -> Complaint:
    """Send the corrective action report to QA, through the GM's desk when critical (clause 4.1.3.5); `severity` may raise the complaint's.

    Raises `Conflict` for a minor complaint, `AlreadyDone` when it went out at this severity.
    """
    actor.require(ESCALATE, complaint.site)
    if severity is not None and rank(severity) > rank(complaint.severity):
        complaint.severity_why = [{"severity": severity, "message": "%(reason)s", "params": {"reason": reason}}, *complaint.severity_why]
        complaint.severity = severity
    if complaint.severity == "minor":
        raise Conflict(N_("Only a major or critical complaint is escalated."), field="severity")
    if complaint.escalated is not None and rank(complaint.escalated) >= rank(complaint.severity):
        raise AlreadyDone(N_("The corrective action report went out already."))
    complaint.escalated = complaint.severity
    to = "gm" if complaint.severity == "critical" else "quality"
    record(session, actor, events.ESCALATED, complaint, {**facts_of(complaint), "to": to, "reason": reason}, case=complaint.number)
    return complaint


def escalate_if_severe(session: Session, complaint: Complaint, *, at_least: str = "major") -> bool:
    """Escalate by itself when the severity asks for it and it has not happened; says whether it did."""
    if rank(complaint.severity) < max(rank(at_least), 1) or rank(complaint.severity) <= rank(complaint.escalated):
        return False
    first, language = complaint.severity_why[0], site_of(session, complaint.site).working_language
    reason = translate(first["message"], first["params"], language)
    escalate_complaint(session, Actor.service("intake"), complaint, reason=reason)
    return True


def close_complaint(session: Session, actor: Actor, complaint: Complaint) -> Complaint:
    """End a confirmed complaint. Raises `Conflict` while goods of it are on their way, or agreed goods have not been heard of, and when
    what the customer has confirmed does not hold any more.
    """
    actor.require(CLOSE, complaint.site)
    COMPLAINT_STATES.apply(complaint, "close")
    if refusal := what_is_out(session, complaint):
        raise refusal
    complaint.closed_at = clock.now()
    record(session, actor, events.CLOSED, complaint, facts_of(complaint), case=complaint.number)
    for done in (tasks.CLOSE, tasks.REVISE):
        finish_task(session, actor, done, complaint.number, "closed")
    return complaint


def what_is_out(session: Session, complaint: Complaint) -> Conflict | None:
    """The refusal to close it that names what is not over, has not been heard of, or has fallen away; `None` when nothing is."""
    if still := open_returns(session, complaint.number):
        return Conflict(
            N_("Returns or on-site jobs of this complaint are still open: %(returns)s."), returns=", ".join(r.number for r in still)
        )
    opened = {known.settlement for known in returns_of(session, complaint.number)}
    waiting = [s for s in standing(session, complaint) if s.kind in HELD_BY_RETURNS and s.id not in opened]
    if waiting and None not in opened:
        return Conflict(N_("An exchange, return or rework was agreed, but no return has been opened for it yet."))
    return what_does_not_hold(session, complaint)


def reopen_complaint(session: Session, actor: Actor, complaint: Complaint, *, reason: str) -> Complaint:
    """Take up a closed complaint again: analysis begins anew."""
    actor.require(REOPEN, complaint.site)
    COMPLAINT_STATES.apply(complaint, "reopen")
    begin_round(complaint)
    record(session, actor, events.REOPENED, complaint, {**facts_of(complaint), "reason": reason}, case=complaint.number)
    ask_to_dispatch(session, actor, complaint)
    return complaint


def begin_round(complaint: Complaint) -> None:
    """Forget the answers of the round before: reply and confirmation have to come again."""
    complaint.round += 1
    complaint.replied_at = complaint.confirmed_at = complaint.confirmed_how = complaint.closed_at = None


def withdraw_complaint(session: Session, actor: Actor, complaint: Complaint, *, reason: str) -> Complaint:
    """The customer takes it back, or it was entered by mistake: everything open of it ends here."""
    actor.require(WITHDRAW, complaint.site)
    COMPLAINT_STATES.apply(complaint, "withdraw")
    give_up(session, actor, complaint, reason)
    return complaint


def give_up(session: Session, actor: Actor, complaint: Complaint, reason: str) -> None:
    """State that a complaint was withdrawn, and end its questions and tasks."""
    for dispatch in session.scalars(select(Dispatch).where(Dispatch.complaint_number == complaint.number, Dispatch.state == "open")):
        DISPATCH_STATES.apply(dispatch, "cancel")
    record(session, actor, events.WITHDRAWN, complaint, {**facts_of(complaint), "reason": reason}, case=complaint.number)
    still_open = session.scalars(select(Task.kind).where(Task.subject == complaint.number, Task.state == "open").distinct()).all()
    for kind in tasks.TASKS:
        if kind.name in still_open:
            cancel_task(session, actor, kind, complaint.number)
