"""A contact that turns out to be a complaint becomes one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_intake.complaints.commands import escalate_if_severe
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.register import register_complaint
from kesu_intake.contacts.commands import end_open_work
from kesu_intake.contacts.facts import CONTACT_CONVERTED, facts_of
from kesu_intake.contacts.model import CONTACT_STATES, Contact
from kesu_intake.exchanges.model import Exchange
from kesu_intake.permissions import CONVERT_CONTACT, REGISTER

_KEPT = ("customer_code", "channel", "caller", "taker", "received_at", "product", "lot", "serial", "quantity", "reply_wanted")


def convert_contact(session: Session, actor: Actor, contact: Contact, **given: Any) -> Complaint:
    """Register the complaint that it is, with the customer's words, the caller and the time of the contact; link both ways.

    `given` are fields of the complaint form that the contact does not know (claim, safety …) or knows differently. What was said so far
    stands on the complaint as well; open work of the contact ends. Clocks of the complaint begin when the customer first called.
    """
    actor.require(CONVERT_CONTACT, contact.site)
    actor.require(REGISTER, contact.site)
    CONTACT_STATES.apply(contact, "convert")
    known = {name: getattr(contact, name) for name in _KEPT}
    if contact.kind == "return_request":
        known["claim"] = "return"
    complaint = register_complaint(session, actor, text=contact.text, **{**known, **given})
    contact.complaint_number = complaint.number
    session.flush()
    session.execute(update(Exchange).where(Exchange.contact_number == contact.number).values(complaint_number=complaint.number))
    record(session, actor, CONTACT_CONVERTED, contact, facts_of(contact), case=complaint.number)
    end_open_work(session, actor, contact, N_("It became a complaint."))
    if not complaint.is_of_the_past:
        escalate_if_severe(session, complaint, at_least="critical")
    return complaint
