"""Exchanges with customers going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.exchanges.model import DIRECTIONS


class ExchangeIn(StrictSchema):
    """Something that was said or written."""

    direction = fields.String(required=True, validate=one_of(*DIRECTIONS))
    channel = fields.String(required=True, validate=one_of(*CHANNELS))
    person = Words(200, required=True)
    content = Words(10_000, required=True)
    occurred_at = fields.AwareDateTime(metadata={"description": "now, when not given"})


class ExchangeOut(Schema):
    """An exchange as it was logged."""

    complaint_number = fields.String(allow_none=True)
    contact_number = fields.String(allow_none=True)
    direction = fields.String()
    channel = fields.String()
    person = fields.String()
    content = fields.String()
    occurred_at = fields.AwareDateTime()
    recorded_by = fields.String()
