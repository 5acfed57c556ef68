"""Replies going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.customers.model import LANGUAGES
from kesu_intake.mails.schemas import MailAddress
from kesu_intake.replies.model import KINDS


class ReplyIn(StrictSchema):
    """What the customer was told."""

    kind = fields.String(validate=one_of(*KINDS))
    channel = fields.String(required=True, validate=one_of(*CHANNELS))
    to = Words(200, required=True)
    language = fields.String(load_default="en", validate=one_of(*LANGUAGES))
    text = Words(20_000, required=True)
    address = MailAddress(allow_none=True, metadata={"description": "e-mail address: the reply goes out as a mail, where mail is set up"})
    report = fields.Boolean(load_default=False, metadata={"description": "attach the test report in the reply's language (clause 4.1.3.4)"})
    enclosures = fields.List(
        fields.UUID(), load_default=list, validate=validate.Length(max=20), metadata={"description": "files of the complaint that go along"}
    )


class ReplyOut(Schema):
    """A reply or reminder."""

    kind = fields.String()
    round = fields.Integer()
    channel = fields.String()
    to = fields.String()
    language = fields.String()
    text = fields.String()
    mail_id = fields.UUID(allow_none=True, metadata={"description": "the mail that it went out with; null: sent by hand"})
    sent_by = fields.String()
    sent_at = fields.AwareDateTime()


class LinkOut(Schema):
    """The address that the customer confirms at."""

    link = fields.Url()
