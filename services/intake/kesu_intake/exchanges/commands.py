"""Logging what was said and written. Other commands log their own exchanges through `log_exchange`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task
from kesu_intake import tasks
from kesu_intake.complaints.model import Complaint
from kesu_intake.contacts.model import Contact
from kesu_intake.customers.model import Customer
from kesu_intake.events import EXCHANGE_LOGGED
from kesu_intake.exchanges.model import Exchange
from kesu_intake.permissions import LOG_EXCHANGE


def log_exchange(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    *,
    direction: str,
    channel: str,
    person: str,
    content: str,
    at: datetime | None = None,
) -> Exchange:
    """Keep one exchange on the case, as a part of another command, which states its own fact."""
    made = Exchange(
        complaint_number=complaint.number,
        customer_code=complaint.customer_code,
        site=complaint.site,
        direction=direction,
        channel=channel,
        person=person,
        content=content,
        occurred_at=at or clock.now(),
        recorded_by=actor.name or actor.id,
    )
    session.add(made)
    return made


def log_complaint_exchange(
    session: Session,
    actor: Actor,
    complaint: Complaint,
    *,
    direction: str,
    channel: str,
    person: str,
    content: str,
    occurred_at: datetime | None = None,
) -> Exchange:
    """Log a call, visit or letter on the case that changes nothing else (clause 3.2-a)."""
    actor.require(LOG_EXCHANGE, complaint.site)
    made = log_exchange(session, actor, complaint, direction=direction, channel=channel, person=person, content=content, at=occurred_at)
    facts = {
        "complaint": complaint.number,
        "customer_code": complaint.customer_code,
        "direction": direction,
        "channel": channel,
        "person": person,
    }
    record(session, actor, EXCHANGE_LOGGED, complaint, facts, case=complaint.number)
    return made


def log_customer_exchange(
    session: Session,
    actor: Actor,
    customer: Customer,
    *,
    direction: str,
    channel: str,
    person: str,
    content: str,
    occurred_at: datetime | None = None,
) -> Exchange:
    """Log an exchange that belongs to no case; it ends a task to talk that was given before talks were records of their own."""
    actor.require(LOG_EXCHANGE, customer.site)
    made = Exchange(
        complaint_number=None,
        customer_code=customer.number,
        site=customer.site,
        direction=direction,
        channel=channel,
        person=person,
        content=content,
        occurred_at=occurred_at or clock.now(),
        recorded_by=actor.name or actor.id,
    )
    session.add(made)
    facts = {"complaint": None, "customer_code": customer.number, "direction": direction, "channel": channel, "person": person}
    record(session, actor, EXCHANGE_LOGGED, customer, facts)
    finish_task(session, actor, tasks.TALK, customer.number, "talked")
    return made


def log_of_contact(
    session: Session,
    actor: Actor,
    contact: Contact,
    *,
    direction: str,
    channel: str,
    person: str,
    content: str,
    at: datetime | None = None,
) -> Exchange:
    """Keep one exchange on a contact and its customer, as a part of another command, which states its own fact."""
    made = Exchange(
        complaint_number=contact.complaint_number,
        contact_number=contact.number,
        customer_code=contact.customer_code,
        site=contact.site,
        direction=direction,
        channel=channel,
        person=person,
        content=content,
        occurred_at=at or clock.now(),
        recorded_by=actor.name or actor.id,
    )
    session.add(made)
    return made


def log_contact_exchange(
    session: Session,
    actor: Actor,
    contact: Contact,
    *,
    direction: str,
    channel: str,
    person: str,
    content: str,
    occurred_at: datetime | None = None,
) -> Exchange:
    """Log a call, visit or letter about a contact that changes nothing else (clause 3.2-a)."""
    actor.require(LOG_EXCHANGE, contact.site)
    made = log_of_contact(session, actor, contact, direction=direction, channel=channel, person=person, content=content, at=occurred_at)
    facts = {
        "complaint": contact.complaint_number,
        "contact": contact.number,
        "customer_code": contact.customer_code,
        "direction": direction,
        "channel": channel,
        "person": person,
    }
    record(session, actor, EXCHANGE_LOGGED, contact, facts)
    return made
