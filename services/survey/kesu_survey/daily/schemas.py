"""What API and forms take and give of daily feedback."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from kesu_common.schemas import StrictSchema
from kesu_survey.daily.model import KINDS


class WeightsIn(StrictSchema):
    """Points on the customer's index (0 … 100) for each piece of daily feedback, and whether they are used."""

    complaint_minor = fields.Decimal(load_default=Decimal(0), places=2, validate=validate.Range(-100, 100))
    complaint_major = fields.Decimal(load_default=Decimal(0), places=2, validate=validate.Range(-100, 100))
    complaint_critical = fields.Decimal(load_default=Decimal(0), places=2, validate=validate.Range(-100, 100))
    goods_return = fields.Decimal(load_default=Decimal(0), places=2, validate=validate.Range(-100, 100))
    compliment = fields.Decimal(load_default=Decimal(0), places=2, validate=validate.Range(-100, 100))
    used = fields.Boolean(load_default=False)

    @post_load
    def _together(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        used = data.pop("used")
        return {"points": {kind: data[kind] for kind in KINDS}, "used": used}


class WeightsOut(Schema):
    """The points as they stand; `declared_by` is empty as long as they are the usual ones."""

    points = fields.Dict(keys=fields.String(), values=fields.Decimal(as_string=True))
    used = fields.Boolean()
    declared_by = fields.String(allow_none=True)
    declared_at = fields.AwareDateTime(allow_none=True)


class CustomerDailyOut(Schema):
    """A customer's year."""

    customer_code = fields.String(attribute="code")
    customer_name = fields.String(attribute="name")
    tier = fields.String()
    kinds = fields.Dict(keys=fields.String(), values=fields.Integer())
    months = fields.Dict(keys=fields.String(), values=fields.Integer())
    points = fields.Decimal(as_string=True)
    level = fields.Float(allow_none=True, metadata={"description": "of the customer's answers, 0 … 100"})


class DailyOut(Schema):
    """The daily feedback beside a survey."""

    weights = fields.Nested(WeightsOut)
    shift = fields.Float(metadata={"description": "by how much it moves the survey's index"})
    totals = fields.Dict(keys=fields.String(), values=fields.Integer())
    customers = fields.List(fields.Nested(CustomerDailyOut))
