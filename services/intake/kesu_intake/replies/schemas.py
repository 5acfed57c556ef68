"""Replies going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.customers.model import LANGUAGES
from kesu_intake.replies.model import KINDS


class ReplyIn(StrictSchema):
    """What the customer was told."""

    kind = fields.String(validate=one_of(*KINDS))
    channel = fields.String(required=True, validate=one_of(*CHANNELS))
    to = Words(200, required=True)
    language = fields.String(load_default="en", validate=one_of(*LANGUAGES))
    text = Words(20_000, required=True)


class ReplyOut(Schema):
    """A reply or reminder."""

    kind = fields.String()
    round = fields.Integer()
    channel = fields.String()
    to = fields.String()
    language = fields.String()
    text = fields.String()
    sent_by = fields.String()
    sent_at = fields.AwareDateTime()


class LinkOut(Schema):
    """The address that the customer confirms at."""

    link = fields.Url()
