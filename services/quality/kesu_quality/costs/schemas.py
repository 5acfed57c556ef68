"""Costs going in and out."""

from __future__ import annotations

from decimal import Decimal

from marshmallow import Schema, ValidationError, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import Amount, StrictSchema, Words, one_of
from kesu_quality.costs.model import KINDS

_MOST = Decimal(10) ** 11


def _money(value: Decimal) -> None:
    if not value.is_finite() or not 0 < abs(value) < _MOST or value != value.quantize(Decimal("0.01")):
        raise ValidationError(N_("An amount of money: not 0, at most two decimals."))


class CostIn(StrictSchema):
    """A cost."""

    kind = fields.String(required=True, validate=one_of(*KINDS))
    quantity = Amount(allow_none=True, metadata={"description": "working hours; required for hours"})
    amount = fields.Decimal(required=True, validate=_money, as_string=True, metadata={"description": "negative to correct an earlier line"})
    currency = fields.String(load_default="CNY", validate=validate.Regexp(r"[A-Z]{3}\Z", error=N_("Three capital letters, such as CNY.")))
    note = Words(2000, allow_none=True)


class CostOut(Schema):
    """A cost."""

    kind = fields.String()
    quantity = Amount(allow_none=True)
    amount = fields.Decimal(as_string=True)
    currency = fields.String()
    note = fields.String(allow_none=True)
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()
