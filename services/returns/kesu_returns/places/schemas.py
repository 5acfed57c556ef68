"""Places going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import Amount, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_returns.places.model import PLACE_KINDS


class PlaceIn(StrictSchema):
    """What a place is."""

    kind = fields.String(required=True, validate=one_of(*PLACE_KINDS))
    name = Words(200, required=True)


class PlaceFormIn(PlaceIn):
    """A place with where it is: the page's form."""

    site = Words(16, required=True)
    code = Words(64, required=True)


class PlaceOut(Schema):
    """A place."""

    site = fields.String()
    code = fields.String()
    kind = fields.String()
    name = fields.String()
    version = fields.Integer()


class PlaceListArgs(PageArgs):
    """Filters of the list."""

    site = Words(16)


class StockArgs(PageArgs):
    """Filters of the stock."""

    q = fields.String(validate=validate.Length(max=200), metadata={"description": "part of lot, product, return, complaint or customer"})
    site = Words(16)
    place = Words(64)
    lot = Words(64)
    product = Words(100)


class LyingOut(Schema):
    """Goods of one line of a return at one place."""

    site = fields.String()
    place = fields.String()
    quantity = Amount()
    since = fields.AwareDateTime(metadata={"description": "when the last of them came there"})
    days = fields.Integer()
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    return_number = fields.String()
    customer = fields.String(allow_none=True)
