"""Agreeing on, keeping and cancelling appointments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict, NotFound, TooEarly
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_intake import tasks
from kesu_intake.appointments.model import APPOINTMENT_STATES, Appointment
from kesu_intake.appointments.queries import agreed_appointment
from kesu_intake.contacts.facts import APPOINTMENT_AGREED, APPOINTMENT_CANCELLED, APPOINTMENT_HELD, facts_of
from kesu_intake.contacts.model import CONTACT_STATES, Contact
from kesu_intake.exchanges.commands import log_of_contact
from kesu_intake.permissions import HANDLE_CONTACT


def agree_appointment(
    session: Session, actor: Actor, contact: Contact, *, starts_at: datetime, place: str, people: str, with_whom: str
) -> Appointment:
    """Agree when, where and who (clause 3.2-d); one that was agreed before is moved. The site's calendar does not limit it: customers have
    their own. Raises `Conflict` for a kind of contact that nobody travels for.
    """
    actor.require(HANDLE_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "appoint")
    if not contact.rule.appointment:
        raise Conflict(N_("Only guidance, training and maintenance have appointments."))
    earlier = agreed_appointment(session, contact.number)
    if earlier is not None:
        _end(actor, earlier, "move", None)
        cancel_task(session, actor, tasks.CONTACT_APPOINTMENT, contact.number)
        session.flush()  # the earlier one is out of the way of the index before the new one comes
    made = Appointment(
        contact_number=contact.number,
        starts_at=starts_at,
        place=place,
        people=people,
        with_whom=with_whom,
        agreed_by=actor.name or actor.id,
    )
    session.add(made)
    _state(session, actor, APPOINTMENT_AGREED, contact, made)
    params = {"customer": contact.customer_name, "place": place, "people": people}
    open_task(session, actor, tasks.CONTACT_APPOINTMENT, subject=contact.number, site=contact.site, due_at=starts_at, params=params)
    return made


def hold_appointment(session: Session, actor: Actor, contact: Contact, *, result: str) -> Appointment:
    """The appointment was kept: what came of it, logged as a visit. Raises `NotFound` without one, `TooEarly` before its time."""
    actor.require(HANDLE_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "hold")
    appointment = _agreed(session, contact)
    if appointment.starts_at > clock.now():
        raise TooEarly(N_("The appointment is still to come."))
    _end(actor, appointment, "hold", result)
    log_of_contact(
        session,
        actor,
        contact,
        direction="out",
        channel="visit",
        person=appointment.with_whom,
        content=result,
        at=appointment.starts_at,
    )
    _state(session, actor, APPOINTMENT_HELD, contact, appointment, result)
    finish_task(session, actor, tasks.CONTACT_APPOINTMENT, contact.number, "held")
    return appointment


def cancel_appointment(session: Session, actor: Actor, contact: Contact, *, reason: str) -> Appointment:
    """Nobody goes, for a reason. Another one can be agreed on, or the contact handled without. Raises `NotFound` without one."""
    actor.require(HANDLE_CONTACT, contact.site)
    CONTACT_STATES.apply(contact, "cancel_appointment")
    appointment = _agreed(session, contact)
    _end(actor, appointment, "cancel", reason)
    _state(session, actor, APPOINTMENT_CANCELLED, contact, appointment, reason)
    cancel_task(session, actor, tasks.CONTACT_APPOINTMENT, contact.number)
    return appointment


def drop_appointment(session: Session, actor: Actor, contact: Contact, reason: str) -> None:
    """Cancel the appointment that there may be, as a part of another command, which states its own fact."""
    appointment = agreed_appointment(session, contact.number)
    if appointment is not None:
        _end(actor, appointment, "cancel", reason)
        cancel_task(session, actor, tasks.CONTACT_APPOINTMENT, contact.number)


def _agreed(session: Session, contact: Contact) -> Appointment:
    found = agreed_appointment(session, contact.number)
    if found is None:
        raise NotFound(N_("No appointment is agreed."))
    return found


def _end(actor: Actor, appointment: Appointment, command: str, result: str | None) -> None:
    APPOINTMENT_STATES.apply(appointment, command)
    appointment.result, appointment.ended_by, appointment.ended_at = result, actor.name or actor.id, clock.now()


def _state(session: Session, actor: Actor, event: EventType, contact: Contact, appointment: Appointment, result: str | None = None) -> None:
    told = {"starts_at": appointment.starts_at, "place": appointment.place, "people": appointment.people}
    ended = {} if result is None else {"summary": result}
    record(session, actor, event, contact, {**facts_of(contact), **told, **ended})
