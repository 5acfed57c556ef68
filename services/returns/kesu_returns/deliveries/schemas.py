"""Deliveries going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import Amount, StrictSchema, Words
from kesu_common.web.paging import PageArgs
from kesu_returns.gtins import GtinField

MOST_SERIALS = 10_000


class DeliveryIn(StrictSchema):
    """A delivered line, as the ERP knows it; the same number again corrects it."""

    number = Words(64, required=True)
    document = Words(64, allow_none=True, load_default=None)
    customer_code = Words(32, allow_none=True, load_default=None)
    customer_name = Words(200, allow_none=True, load_default=None)
    product = Words(100, required=True)
    product_name = Words(200, allow_none=True, load_default=None)
    gtin = GtinField(allow_none=True, load_default=None)
    lot = Words(64, allow_none=True, load_default=None)
    serials = fields.List(Words(64), load_default=list, validate=validate.Length(max=MOST_SERIALS))
    quantity = Amount(required=True)
    unit_price = fields.Decimal(allow_none=True, load_default=None, as_string=True, places=4, validate=validate.Range(min=0, max=10**9))
    delivered_on = fields.Date(required=True)
    carrier = Words(100, allow_none=True, load_default=None)
    waybill = Words(64, allow_none=True, load_default=None)


class DeliveryAtIn(DeliveryIn):
    """… and the site that delivered."""

    site = Words(16, required=True)


class DeliveryOut(Schema):
    """A delivered line."""

    number = fields.String()
    site = fields.String()
    document = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    product = fields.String()
    product_name = fields.String(allow_none=True)
    gtin = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    serials = fields.List(fields.String())
    quantity = Amount()
    unit_price = fields.Decimal(as_string=True, allow_none=True)
    delivered_on = fields.Date()
    carrier = fields.String(allow_none=True)
    waybill = fields.String(allow_none=True)
    version = fields.Integer()


class DeliveryListArgs(PageArgs):
    """Filters of the list."""

    site = Words(16)
    customer = Words(32)
    product = Words(100)
    lot = Words(64)
    gtin = GtinField()
    waybill = Words(64)
    since = fields.Date()
    until = fields.Date()
    q = fields.String(validate=validate.Length(max=100), metadata={"description": "number, customer, product, lot"})
