"""Costs going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import Amount, Currency, Money, StrictSchema, Words, one_of
from kesu_quality.costs.model import KINDS


class CostIn(StrictSchema):
    """A cost."""

    kind = fields.String(required=True, validate=one_of(*KINDS))
    quantity = Amount(allow_none=True, metadata={"description": "working hours; required for hours"})
    amount = Money(required=True, metadata={"description": "negative to correct an earlier line"})
    currency = Currency(load_default="CNY")
    note = Words(2000, allow_none=True)


class CostOut(Schema):
    """A cost."""

    source = fields.String(
        attribute="subject",
        dump_default=None,
        metadata={"description": "of which return or on-site job; none if recorded here"},
    )
    kind = fields.String()
    quantity = Amount(allow_none=True, dump_default=None)
    amount = fields.Decimal(as_string=True)
    currency = fields.String()
    note = fields.String(allow_none=True)
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()
