"""What the customer did not know at first is filled in, or corrected: which goods, how many, and how it was found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_intake import events
from kesu_intake.complaints.commands import escalate_if_severe
from kesu_intake.complaints.facts import facts_of
from kesu_intake.complaints.model import COMPLAINT_STATES, Complaint
from kesu_intake.complaints.register import check_times, quantity_text
from kesu_intake.complaints.severity import assess, rank
from kesu_intake.permissions import AMEND

AMENDED = {
    "product": N_("Product"),
    "lot": N_("Lot"),
    "serial": N_("Serial number"),
    "quantity": N_("Quantity affected"),
    "component": N_("Component"),
    "found_on": N_("Found on"),
    "found_where": N_("Found where"),
    "found_by": N_("Found by"),
    "found_how": N_("Found how"),
    "effect": N_("What it does to the customer"),
}
"""What may be filled in later, with what it is called. The customer's own words, and when and from whom they came, never change (clause
4.1.3.5-a1)."""


def amend_complaint(session: Session, actor: Actor, complaint: Complaint, *, reason: str | None = None, **known: Any) -> Complaint:
    """Fill in or correct fields of `AMENDED` (补充/更正); those that are not named stay. What stood there before is told in the fact.

    A quantity above the site's limit raises the severity, and escalates where that asks for it. Raises `Invalid` when nothing would change.
    """
    actor.require(AMEND, complaint.site)
    COMPLAINT_STATES.next(complaint.state, "amend")
    changed = {name: (before, known[name]) for name in AMENDED if name in known and known[name] != (before := getattr(complaint, name))}
    if not changed:
        raise Invalid(N_("Nothing would change: fill in or correct at least one field."))
    check_times(complaint.channel, complaint.caller, complaint.taker, complaint.received_at, known.get("found_on"))
    for name, (_, after) in changed.items():
        setattr(complaint, name, after)
    COMPLAINT_STATES.apply(complaint, "amend")
    _raise_severity(session, complaint)
    told = [{"field": name, "before": _text(before), "after": _text(after)} for name, (before, after) in changed.items()]
    facts = {"changes": told, "reason": reason, "quantity": quantity_text(complaint.quantity), "received_at": complaint.received_at}
    record(session, actor, events.AMENDED, complaint, {**facts_of(complaint), **facts}, case=complaint.number)
    escalate_if_severe(session, complaint, at_least="critical" if complaint.state in ("registered", "translated") else "major")
    return complaint


def _raise_severity(session: Session, complaint: Complaint) -> None:
    rules = site_of(session, complaint.site).severity_rules
    found = assess(rules, text=complaint.text, safety=complaint.safety, quantity=complaint.quantity)
    if rank(found.severity) > rank(complaint.severity):
        complaint.severity, complaint.severity_why = found.severity, found.why


def _text(value: str | Decimal | date | None) -> str | None:
    if isinstance(value, Decimal):
        return quantity_text(value)
    return None if value is None else str(value)
