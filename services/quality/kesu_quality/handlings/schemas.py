"""Ways of handling going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_quality.handlings.model import HANDLING_STATES, WAYS
from kesu_quality.schemas import RecordOut


class HandlingIn(StrictSchema):
    """What is done with the goods."""

    way = fields.String(required=True, validate=one_of(*WAYS))
    instructions = Words(5000, required=True, metadata={"description": "what sales agrees with the customer, and what the warehouse does"})


class FormLineOut(Schema):
    """A line of the return's form."""

    line = fields.Integer()
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    quantity = fields.String()


class HandlingOut(RecordOut):
    """A return's form and its way of handling; the number is the return's."""

    complaint = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(FormLineOut))
    asked_at = fields.AwareDateTime()
    way = fields.String(allow_none=True)
    instructions = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class HandlingArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    site = fields.String(validate=validate.Length(max=16))
    state = fields.String(validate=one_of(*HANDLING_STATES.states))
    complaint = fields.String(validate=validate.Length(max=64))
