"""The fact that a return or an on-site job cost something."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.events import EventType


class CostFact(Schema):
    """A cost: `cost` is its own id; `number` the return or the on-site job; `amount` in the currency, negative where it corrects."""

    cost = fields.UUID(required=True)
    number = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    customer_code = fields.String(required=True, allow_none=True)
    customer_name = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    amount = fields.Decimal(required=True)
    currency = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    recorded_by = fields.String(required=True)


COST_RECORDED = EventType(
    type="kesu.return.cost_recorded.v1",
    schema=CostFact,
    example={
        "cost": "01932f5e-9c3a-7b60-8a52-2f6f0d7c1e11",
        "number": "RT-SZ-2026-000042",
        "complaint": "KS-SZ-2026-000123",
        "customer_code": "C001",
        "customer_name": "Hamburg Pumps GmbH",
        "kind": "freight_in",
        "amount": "1280.50",
        "currency": "CNY",
        "note": "Sea freight of 120 pieces",
        "recorded_by": "Li Na",
    },
    summary="What a return, or rework at the customer's, cost was recorded",
)
