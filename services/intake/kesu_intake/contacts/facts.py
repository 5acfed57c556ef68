"""The facts about contacts, each with its schema and a frozen example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_intake.contacts.model import Contact


class ContactFact(Schema):
    """The contact as it is after the fact."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True)
    customer_code = fields.String(required=True)
    customer_name = fields.String(required=True)
    product = fields.String(required=True, allow_none=True)
    about = fields.String(required=True, allow_none=True)
    reply_wanted = fields.Boolean(required=True)
    complaint = fields.String(required=True, allow_none=True)


class ContactRecorded(ContactFact):
    """… how it came in, and until when the customer is to hear from us."""

    channel = fields.String(required=True)
    oral = fields.Boolean(required=True)
    received_at = fields.AwareDateTime(required=True)
    reply_due_at = fields.AwareDateTime(required=True, allow_none=True)
    text = fields.String(required=True)


class ContactAnalysed(ContactFact):
    """… and what was found."""

    analysis = fields.String(required=True)


class QuestionFact(Schema):
    """One department's question."""

    department = fields.String(required=True)
    question = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True)


class ContactAsked(ContactFact):
    """… and who was asked what."""

    departments = fields.List(fields.Nested(QuestionFact), required=True)


class ContactAnswered(ContactFact):
    """… and the department's answer."""

    department = fields.String(required=True)
    answer = fields.String(required=True)


class ContactHandled(ContactFact):
    """… and what came of it."""

    summary = fields.String(required=True)


class ContactReplied(ContactFact):
    """… and how the customer was told."""

    channel = fields.String(required=True)
    to = fields.String(required=True)


class ContactWithReason(ContactFact):
    """… and why."""

    reason = fields.String(required=True)


class AppointmentFact(ContactFact):
    """… when and where somebody goes to the customer's, and who."""

    starts_at = fields.AwareDateTime(required=True)
    place = fields.String(required=True)
    people = fields.String(required=True)


class AppointmentEnded(AppointmentFact):
    """… and what came of it, or why it was cancelled."""

    summary = fields.String(required=True)


def facts_of(contact: Contact) -> dict[str, Any]:
    """The payload of `ContactFact` for `contact`."""
    return {
        "number": contact.number,
        "state": contact.state,
        "kind": contact.kind,
        "customer_code": contact.customer_code,
        "customer_name": contact.customer_name,
        "product": contact.product,
        "about": contact.about,
        "reply_wanted": contact.reply_wanted,
        "complaint": contact.complaint_number,
    }


def _of(name: str, schema: SchemaClass, summary: str, more: Mapping[str, Any] | None = None) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example={**_EXAMPLE, **(more or {})}, summary=summary)


_AT = "2026-11-23T02:00:00+00:00"
_EXAMPLE: dict[str, Any] = {
    "number": "CT-SZ-2026-000045",
    "state": "recorded",
    "kind": "inquiry",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "product": "GP-200",
    "about": None,
    "reply_wanted": True,
    "complaint": None,
}
_MEETING = {"kind": "training", "product": None, "starts_at": _AT, "place": "Hamburg, plant 2", "people": "Zhao Lei"}

CONTACT_RECORDED = _of(
    "contact.recorded",
    ContactRecorded,
    "A customer called, wrote or came, and it is no complaint",
    {"channel": "phone", "oral": True, "received_at": _AT, "reply_due_at": _AT, "text": "Is there a seal for 120 °C?"},
)
CONTACT_ANALYSED = _of(
    "contact.analysed", ContactAnalysed, "A contact was looked into", {"state": "analysed", "analysis": "The FKM seal stands 150 °C."}
)
CONTACT_ASKED = _of(
    "contact.asked",
    ContactAsked,
    "Departments were asked about a contact",
    {"departments": [{"department": "rnd", "question": "Which seal stands 120 °C?", "due_at": _AT}]},
)
CONTACT_ANSWERED = _of(
    "contact.answered", ContactAnswered, "A department answered", {"department": "rnd", "answer": "The FKM seal, up to 150 °C."}
)
CONTACT_HANDLED = _of(
    "contact.handled", ContactHandled, "It is on record what came of a contact", {"state": "handled", "summary": "Offer sent."}
)
CONTACT_REPLIED = _of(
    "contact.replied", ContactReplied, "The customer was told", {"state": "replied", "channel": "email", "to": "Ms Petersen"}
)
CONTACT_CLOSED = _of("contact.closed", ContactFact, "A contact has come to its end", {"state": "closed"})
CONTACT_REOPENED = _of(
    "contact.reopened", ContactWithReason, "A contact was taken up anew", {"state": "analysed", "reason": "The customer asks again."}
)
CONTACT_WITHDRAWN = _of(
    "contact.withdrawn", ContactWithReason, "A contact needs nobody any more", {"state": "withdrawn", "reason": "Entered twice."}
)
CONTACT_CONVERTED = _of(
    "contact.converted",
    ContactFact,
    "A contact turned out to be a complaint",
    {"state": "became_complaint", "complaint": "KS-SZ-2026-000123"},
)
APPOINTMENT_AGREED = _of("appointment.agreed", AppointmentFact, "Somebody will go to the customer's", _MEETING)
APPOINTMENT_HELD = _of(
    "appointment.held", AppointmentEnded, "Somebody was at the customer's", {**_MEETING, "summary": "Eight people trained."}
)
APPOINTMENT_CANCELLED = _of(
    "appointment.cancelled", AppointmentEnded, "Nobody goes to the customer's", {**_MEETING, "summary": "The customer has no time."}
)

CONTACT_EVENTS = (
    CONTACT_RECORDED,
    CONTACT_ANALYSED,
    CONTACT_ASKED,
    CONTACT_ANSWERED,
    CONTACT_HANDLED,
    CONTACT_REPLIED,
    CONTACT_CLOSED,
    CONTACT_REOPENED,
    CONTACT_WITHDRAWN,
    CONTACT_CONVERTED,
    APPOINTMENT_AGREED,
    APPOINTMENT_HELD,
    APPOINTMENT_CANCELLED,
)
