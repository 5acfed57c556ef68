"""What sales does with a contact. Each command checks role, state table and gates, changes the rows, states the fact."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import Task, cancel_task, finish_task, open_task
from kesu_intake import tasks
from kesu_intake.appointments.commands import drop_appointment
from kesu_intake.appointments.queries import appointments_of
from kesu_intake.contacts import facts
from kesu_intake.contacts.facts import facts_of
from kesu_intake.contacts.model import CONTACT_STATES, Contact
from kesu_intake.exchanges.commands import log_of_contact
from kesu_intake.permissions import HANDLE_CONTACT, REOPEN_CONTACT
from kesu_intake.questions.commands import cancel_questions
from kesu_intake.questions.queries import open_questions
from kesu_intake.tiers.queries import clock_for


def analyse_contact(session: Session, actor: Actor, contact: Contact, *, analysis: str) -> Contact:
    """What it is about and what follows from it (clause 4.1.2-b). Said again, it replaces what was said before; the history keeps both."""
    actor.require(HANDLE_CONTACT, contact.site)
    before = CONTACT_STATES.apply(contact, "analyse")
    contact.analysis, contact.analysed_by, contact.analysed_at = analysis, actor.name or actor.id, clock.now()
    record(session, actor, facts.CONTACT_ANALYSED, contact, {**facts_of(contact), "analysis": analysis})
    if before == "recorded":
        finish_task(session, actor, tasks.CONTACT_ANALYSE, contact.number, "analysed")
        ask_to_handle(session, actor, contact)
    return contact


def ask_to_handle(session: Session, actor: Actor, contact: Contact) -> None:
    """Give sales the task to see to it."""
    params = {"customer": contact.customer_name}
    open_task(session, actor, tasks.CONTACT_HANDLE, subject=contact.number, site=contact.site, params=params)


def handle_contact(session: Session, actor: Actor, contact: Contact, *, outcome: str) -> Contact:
    """What came of it. Raises `Conflict` while a department owes an answer, or while the appointment that its kind needs is missing or
    still to be kept (clause 3.2-d).
    """
    actor.require(HANDLE_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "handle")
    if owing := [question.department for question in open_questions(session, contact.number)]:
        raise Conflict(N_("%(department)s still owes an answer."), department=owing[0])
    _require_appointment(session, contact)
    contact.outcome, contact.handled_by, contact.handled_at = outcome, actor.name or actor.id, clock.now()
    record(session, actor, facts.CONTACT_HANDLED, contact, {**facts_of(contact), "summary": outcome})
    finish_task(session, actor, tasks.CONTACT_HANDLE, contact.number, "handled")
    if not contact.reply_wanted:
        _ask_to_close(session, actor, contact)
    return contact


def reply_contact(session: Session, actor: Actor, contact: Contact, *, channel: str, to: str, text: str) -> Contact:
    """The customer was told what came of it: logged on contact and customer (clauses 3.2-a, 4.1.2-b)."""
    actor.require(HANDLE_CONTACT, contact.site)
    before = CONTACT_STATES.apply(contact, "reply")
    contact.replied_at = clock.now()
    log_of_contact(session, actor, contact, direction="out", channel=channel, person=to, content=text)
    record(session, actor, facts.CONTACT_REPLIED, contact, {**facts_of(contact), "channel": channel, "to": to})
    if before == "handled":
        finish_task(session, actor, tasks.CONTACT_REPLY, contact.number, "replied")
        _ask_to_close(session, actor, contact)
    return contact


def close_contact(session: Session, actor: Actor, contact: Contact) -> Contact:
    """The end. Raises `Conflict` for one that asks for a reply and has no analysis, outcome or logged reply (clause 4.1.2-b)."""
    actor.require(HANDLE_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "close")
    if contact.reply_wanted and not (contact.analysis and contact.outcome and contact.replied_at):
        raise Conflict(N_("The customer wants to hear from us: log the reply before you close it."))
    contact.closed_at = clock.now()
    record(session, actor, facts.CONTACT_CLOSED, contact, facts_of(contact))
    finish_task(session, actor, tasks.CONTACT_CLOSE, contact.number, "closed")
    return contact


def reopen_contact(session: Session, actor: Actor, contact: Contact, *, reason: str) -> Contact:
    """Take it up anew: the customer is not content, or asks again. Outcome and reply have to come again, and so does the reply's clock."""
    actor.require(REOPEN_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "reopen")
    contact.round += 1
    contact.outcome = contact.handled_by = contact.handled_at = contact.replied_at = contact.closed_at = None
    contact.reply_until = None
    cancel_task(session, actor, tasks.CONTACT_CLOSE, contact.number)
    ask_to_handle(session, actor, contact)
    start_reply_clock(session, actor, contact)
    record(session, actor, facts.CONTACT_REOPENED, contact, {**facts_of(contact), "reason": reason})
    return contact


def start_reply_clock(session: Session, actor: Actor, contact: Contact) -> None:
    """The clock of the reply, where one is wanted: until when the customer said, else by the rules."""
    if not contact.reply_wanted:
        return
    task = open_task(
        session,
        actor,
        tasks.CONTACT_REPLY,
        subject=contact.number,
        site=contact.site,
        start=contact.clock_start if contact.round == 1 else None,
        due_at=contact.reply_until,
        rule=clock_for(session, contact.site, contact.customer_code, tasks.CONTACT_REPLY),
        params={"customer": contact.customer_name},
    )
    contact.reply_due_at = task.due_at


def withdraw_contact(session: Session, actor: Actor, contact: Contact, *, reason: str) -> Contact:
    """Nobody needs to do anything any more: entered twice, or the customer takes it back. Everything open of it ends here."""
    actor.require(HANDLE_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "withdraw")
    record(session, actor, facts.CONTACT_WITHDRAWN, contact, {**facts_of(contact), "reason": reason})
    end_open_work(session, actor, contact, reason)
    return contact


def end_open_work(session: Session, actor: Actor, contact: Contact, reason: str) -> None:
    """Cancel questions, appointment and tasks, as a part of another command, which states its own fact."""
    cancel_questions(session, actor, contact)
    drop_appointment(session, actor, contact, reason)
    still_open = session.scalars(select(Task.kind).where(Task.subject == contact.number, Task.state == "open").distinct()).all()
    for kind in tasks.CONTACT_TASKS:
        if kind.name in still_open:
            cancel_task(session, actor, kind, contact.number)


def _ask_to_close(session: Session, actor: Actor, contact: Contact) -> None:
    open_task(session, actor, tasks.CONTACT_CLOSE, subject=contact.number, site=contact.site)


def _require_appointment(session: Session, contact: Contact) -> None:
    if not contact.rule.appointment:
        return
    states = {appointment.state for appointment in appointments_of(session, contact.number)}
    if "agreed" in states:
        raise Conflict(N_("The appointment is not over: record what came of it, or cancel it."))
    if not states & {"held", "cancelled"}:
        raise Conflict(N_("Agree on an appointment first: when, where, who goes."))
