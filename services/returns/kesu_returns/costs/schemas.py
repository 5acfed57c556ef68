"""Costs going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import Currency, Money, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_returns.costs.model import CURRENCY, KINDS


class CostIn(StrictSchema):
    """A cost."""

    kind = fields.String(required=True, validate=one_of(*KINDS))
    amount = Money(required=True, metadata={"description": "negative to correct an earlier line, which needs a note"})
    currency = Currency(load_default=CURRENCY)
    note = Words(2000, allow_none=True)


class CostOut(Schema):
    """A cost, and of what."""

    id = fields.UUID()
    site = fields.String()
    subject = fields.String(metadata={"description": "number of the return or of the on-site job"})
    kind = fields.String()
    amount = fields.Decimal(as_string=True)
    currency = fields.String()
    note = fields.String(allow_none=True)
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()


class CostListArgs(PageArgs):
    """Filters of the list."""

    site = Words(16)
    subject = Words(64, metadata={"description": "number of a return or of an on-site job"})
    kind = fields.String(validate=one_of(*KINDS))
    currency = Currency()


class CostFiguresArgs(PageArgs):
    """Which sums: days since and until, both included, by the clock of each site."""

    site = Words(16)
    customer = Words(32)
    since = fields.Date()
    until = fields.Date()


class CostFigureOut(Schema):
    """What a customer's returns and jobs cost in a month, in one currency."""

    month = fields.String()
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    currency = fields.String()
    by_kind = fields.Dict(keys=fields.String(), values=fields.Decimal(as_string=True))
    total = fields.Decimal(as_string=True)
