"""Writing a contact down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import open_task
from kesu_intake import tasks
from kesu_intake.complaints.model import ORAL
from kesu_intake.contacts.commands import analyse_contact, close_contact, handle_contact, reply_contact, start_reply_clock
from kesu_intake.contacts.facts import CONTACT_RECORDED, facts_of
from kesu_intake.contacts.model import CONTACT_STATES, DETAILS, KINDS, Contact
from kesu_intake.customers.model import Customer
from kesu_intake.customers.queries import customer_known_as
from kesu_intake.exchanges.commands import log_of_contact
from kesu_intake.permissions import RECORD_CONTACT

_CLOCK_SLACK = timedelta(minutes=5)
"""Clocks of other systems may be five minutes ahead."""


def record_contact(
    session: Session,
    actor: Actor,
    *,
    customer_code: str,
    kind: str,
    channel: str,
    text: str,
    caller: str | None = None,
    taker: str | None = None,
    received_at: datetime | None = None,
    reply_wanted: bool = True,
    reply_until: datetime | None = None,
    **details: Any,
) -> Contact:
    """Write a contact down (clause 4.1.1), number it per site and year, give sales its task and start the clock of the reply.

    `details` are the fields that its kind has (`KINDS`). Raises `Invalid` (with the fields) for an unknown or inactive customer, a field
    that the kind has not or lacks, a time that cannot be, and an oral contact without caller, taker and time.
    """
    now = clock.now()
    customer = _customer(session, actor, customer_code)
    errors = {
        **_details_wrong(kind, details),
        **_times_wrong(now, channel=channel, caller=caller, taker=taker, received_at=received_at, reply_until=reply_until),
    }
    if errors:
        raise Invalid(N_("Some fields need another look."), errors=errors)
    contact = Contact(
        number=next_number(session, "CT", customer.site),
        site=customer.site,
        state=CONTACT_STATES.initial,
        customer_code=customer.number,
        customer_name=customer.name,
        kind=kind,
        channel=channel,
        caller=caller,
        taker=taker,
        received_at=received_at or now,
        created_at=now,
        text=text,
        reply_wanted=reply_wanted,
        reply_until=reply_until if reply_wanted else None,
        round=1,
        recorded_by=actor.name or actor.id,
        **{name: details.get(name) for name in DETAILS},
    )
    session.add(contact)
    session.flush()
    person = caller or customer.name
    log_of_contact(session, actor, contact, direction="in", channel=channel, person=person, content=text, at=contact.received_at)
    start_reply_clock(session, actor, contact)
    told = {"channel": channel, "oral": contact.is_oral, "received_at": contact.received_at, "reply_due_at": contact.reply_due_at}
    record(session, actor, CONTACT_RECORDED, contact, {**facts_of(contact), **told, "text": text})
    open_task(
        session,
        actor,
        tasks.CONTACT_ANALYSE,
        subject=contact.number,
        site=contact.site,
        start=contact.clock_start,
        params={"customer": customer.name},
    )
    return contact


def record_finished_contact(
    session: Session, actor: Actor, *, analysis: str | None = None, outcome: str | None = None, reply: str | None = None, **given: Any
) -> Contact:
    """Write a contact down with what was said about it at once: as far as `analysis`, `outcome` and `reply` go, it is brought to its end.

    The gates are those of the single commands. Raises `Invalid` for a later part without the earlier ones.
    """
    if outcome and not analysis:
        raise Invalid(N_("Write down first what it is about."), field="analysis")
    if reply and not outcome:
        raise Invalid(N_("Write down first what came of it."), field="outcome")
    contact = record_contact(session, actor, **given)
    if analysis:
        analyse_contact(session, actor, contact, analysis=analysis)
    if outcome:
        handle_contact(session, actor, contact, outcome=outcome)
    if reply:
        reply_contact(session, actor, contact, channel=contact.channel, to=contact.caller or contact.customer_name, text=reply)
    if outcome and (reply or not contact.reply_wanted):
        close_contact(session, actor, contact)
    return contact


def _customer(session: Session, actor: Actor, code: str) -> Customer:
    customer = customer_known_as(session, code)
    if customer is None or not actor.may(RECORD_CONTACT, customer.site):
        actor.require(RECORD_CONTACT)
        raise Invalid(N_("There is no customer “%(code)s” at this site."), field="customer_code", code=code)
    if customer.state != "active":
        raise Invalid(N_("The customer “%(code)s” is inactive."), field="customer_code", code=code)
    return customer


def _details_wrong(kind: str, details: dict[str, Any]) -> dict[str, list[str]]:
    rule = KINDS[kind]
    foreign = {name for name, value in details.items() if value is not None and name not in rule.fields}
    missing = {name for name in rule.required if details.get(name) is None}
    return {
        **{name: [N_("This kind of contact has no such field.")] for name in sorted(foreign)},
        **{name: [N_("This kind of contact needs it.")] for name in sorted(missing)},
    }


def _times_wrong(
    now: datetime, *, channel: str, caller: str | None, taker: str | None, received_at: datetime | None, reply_until: datetime | None
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if channel in ORAL:
        for name, value in (("caller", caller), ("taker", taker), ("received_at", received_at)):
            if not value:
                errors[name] = [N_("What was said and not written needs the caller, the taker and the time.")]
    if received_at is not None and received_at > now + _CLOCK_SLACK:
        errors["received_at"] = [N_("This time is still to come.")]
    if reply_until is not None and reply_until <= (received_at or now):
        errors["reply_until"] = [N_("The reply cannot be due before the customer has asked.")]
    return errors
