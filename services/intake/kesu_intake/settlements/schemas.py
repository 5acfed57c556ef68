"""Settlements going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import Amount, StrictSchema, Words, one_of
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.settlements.model import KINDS


class SettleIn(StrictSchema):
    """What was agreed with the customer."""

    kind = fields.String(required=True, validate=one_of(*KINDS))
    quantity = Amount(allow_none=True, metadata={"description": "required for exchange and return"})
    terms = Words(5000, required=True, metadata={"description": "what, how, by when"})
    agreed_with = Words(200, required=True)
    agreed_at = fields.AwareDateTime(allow_none=True)
    channel = fields.String(validate=one_of(*CHANNELS))
    replaces = fields.UUID(allow_none=True, metadata={"description": "the agreement that does not hold any more: this one is in its place"})
    beyond = fields.Boolean(metadata={"description": "more pieces come back than the complaint is about, as when a whole lot does"})


class GoodwillIn(StrictSchema):
    """A lead's goodwill decision."""

    reason = Words(2000, required=True)
    quantity = Amount(allow_none=True)


class SettlementOut(Schema):
    """An agreement."""

    id = fields.UUID()
    kind = fields.String()
    round = fields.Integer()
    quantity = Amount(allow_none=True)
    terms = fields.String()
    agreed_with = fields.String()
    agreed_at = fields.AwareDateTime()
    requested_by = fields.String()
    recorded_at = fields.AwareDateTime()
    ended = fields.String(allow_none=True, metadata={"description": "why it does not hold any more: replaced, cancelled or rejected"})
    ended_at = fields.AwareDateTime(allow_none=True)
