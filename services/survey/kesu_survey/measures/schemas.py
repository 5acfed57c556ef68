"""What API and forms take and give of measures that customers are told of."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words


class MeasureIn(StrictSchema):
    """What was said and what was done, in both languages."""

    said_zh = Words(500, required=True)
    said_en = Words(500, required=True)
    did_zh = Words(1000, required=True)
    did_en = Words(1000, required=True)
    capa = Words(64, load_default=None, allow_none=True)


class MeasuresIn(StrictSchema):
    """All measures at once, in the order in which customers read them."""

    measures = fields.List(fields.Nested(MeasureIn), load_default=list, validate=validate.Length(max=20))


class MeasureOut(Schema):
    """One measure as the customer reads it."""

    said_zh = fields.String()
    said_en = fields.String()
    did_zh = fields.String()
    did_en = fields.String()
