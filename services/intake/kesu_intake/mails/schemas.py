"""Mails going in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.complaints.model import CHANNELS


class MailAddress(fields.Email):
    """An address that mail can be sent to: ASCII, on one line, at most 254 characters."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=[validate.Length(max=254), self._ascii], **more)

    @staticmethod
    def _ascii(value: str) -> None:
        if not value.isascii() or any(c.isspace() for c in value):
            raise ValidationError(N_("Write the address in Latin letters, as the mail program shows it."))


class SendAgainIn(StrictSchema):
    """Which mail to send again, and where."""

    mail = fields.UUID(required=True)
    address = MailAddress(required=True)


class ToldOtherwiseIn(StrictSchema):
    """How the customer was told what a mail did not bring."""

    mail = fields.UUID(required=True)
    channel = fields.String(required=True, validate=one_of(*CHANNELS))
    person = Words(200, required=True)
    content = Words(5000, required=True)


class BouncedIn(StrictSchema):
    """Which mail came back, and what the report says."""

    mail = fields.UUID(required=True)
    reason = Words(2000, required=True)


class BounceReportIn(StrictSchema):
    """A report of non-delivery as it arrived (RFC 3464), with all its headers."""

    message = fields.String(required=True, validate=validate.Length(min=1, max=1_000_000))


class MailOut(Schema):
    """A mail and what became of it."""

    id = fields.UUID()
    kind = fields.String()
    round = fields.Integer()
    to = fields.String()
    address = fields.String()
    subject = fields.String()
    state = fields.String()
    attempts = fields.Integer()
    answer = fields.String(allow_none=True)
    queued_by = fields.String()
    queued_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True)
