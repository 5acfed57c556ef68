"""Drafts going in and out."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.complaints.schemas import MOST_TEXT, ComplaintIn
from kesu_intake.drafts.model import DRAFT_STATES


class PasteIn(StrictSchema):
    """An e-mail as pasted text."""

    site = Words(16, required=True)
    sender = fields.Email(required=True, metadata={"description": "the address from which it came"})
    title = Words(500)
    text = Words(MOST_TEXT, required=True)
    received_at = fields.AwareDateTime()


class MailArgs(StrictSchema):
    """Where an uploaded e-mail belongs while its sender is unknown."""

    site = Words(16, required=True)


class MailIn(Schema):
    """An e-mail as a file (.eml), as multipart/form-data."""

    file = Upload(required=True)


class DraftRegisterIn(ComplaintIn):
    """The complaint form; what is left out is taken from the e-mail."""

    customer_code = Words(200, metadata={"description": "code or name; the sender's customer, when not given"})
    channel = fields.String(validate=one_of(*CHANNELS))
    text = Words(MOST_TEXT, metadata={"description": "the e-mail's, when not given"})


class DraftListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    state = fields.String(validate=one_of(*DRAFT_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    customer = fields.String(validate=validate.Length(max=32))


class RefusedOut(Schema):
    """An attachment that was not taken."""

    name = fields.String()
    message = fields.String()
    params = fields.Dict()


class DraftOut(RecordOut):
    """A draft."""

    message_id = fields.String()
    origin = fields.String()
    sender = fields.String()
    sender_name = fields.String(allow_none=True)
    title = fields.String()
    text = fields.String()
    received_at = fields.AwareDateTime()
    customer_code = fields.String(allow_none=True)
    refused = fields.List(fields.Nested(RefusedOut))
    complaint_number = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()
