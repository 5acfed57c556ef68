"""Places going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_returns.places.model import PLACE_KINDS


class PlaceIn(StrictSchema):
    """What a place is."""

    kind = fields.String(required=True, validate=one_of(*PLACE_KINDS))
    name = Words(200, required=True)


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
