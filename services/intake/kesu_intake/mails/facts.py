"""The facts about mails to customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from kesu_common.events import EventType, SchemaClass
from kesu_intake.complaints.facts import EXAMPLE, ComplaintFact


class MailFact(ComplaintFact):
    """A mail to the customer: acknowledgement, reply or reminder; the id of `mail.queued` is the Message-ID."""

    kind = fields.String(required=True)
    to = fields.String(required=True)
    address = fields.String(required=True)


class MailOutcome(MailFact):
    """… and what became of it: sent, failed, unclear or bounced, with the server's words. `mail` is the id of its `mail.queued`."""

    mail = fields.UUID(required=True)
    outcome = fields.String(required=True)
    answer = fields.String(required=True)


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_MAIL = {**EXAMPLE, "state": "replied", "kind": "reply", "to": "Ms Petersen", "address": "petersen@pumps.example"}
_MAIL_ID = "01935d7e-8a40-7c11-b0a4-6a1f9c3f2b10"
MAIL_QUEUED = _of("mail.queued", MailFact, _MAIL, "A mail to the customer lies in the outbox")
MAIL_SENT = _of(
    "mail.sent",
    MailOutcome,
    {**_MAIL, "mail": _MAIL_ID, "outcome": "sent", "answer": "250 2.0.0 queued"},
    "The customer's mail server, or the one before it, has taken a mail",
)
MAIL_FAILED = _of(
    "mail.failed",
    MailOutcome,
    {**_MAIL, "mail": _MAIL_ID, "outcome": "failed", "answer": "550 5.1.1 no such person"},
    "A mail was refused or put off too often, or nobody knows whether it was taken",
)
MAIL_BOUNCED = _of(
    "mail.bounced",
    MailOutcome,
    {**_MAIL, "mail": _MAIL_ID, "outcome": "bounced", "answer": "5.2.2 mailbox full"},
    "A mail came back",
)

MAIL_EVENTS = (MAIL_QUEUED, MAIL_SENT, MAIL_FAILED, MAIL_BOUNCED)
