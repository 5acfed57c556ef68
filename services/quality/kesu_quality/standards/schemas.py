"""Standards going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_quality.schemas import ReadingValue, RecordOut
from kesu_quality.standards.model import CLASSES, KINDS, STANDARD_STATES


class CharacteristicIn(StrictSchema):
    """One characteristic; an attribute counts bad pieces, its upper limit (0 when not given) is how many are accepted."""

    name_zh = Words(100, required=True)
    name_en = Words(100, required=True)
    kind = fields.String(load_default="measured", validate=one_of(*KINDS))
    method = Words(200, allow_none=True)
    instrument = Words(200, allow_none=True, metadata={"description": "what it is measured with"})
    unit = Words(16, allow_none=True)
    nominal = ReadingValue(allow_none=True)
    lower = ReadingValue(allow_none=True)
    upper = ReadingValue(allow_none=True)
    severity_class = fields.String(load_default="major", validate=one_of(*CLASSES))


class StandardChangeIn(StrictSchema):
    """A draft as it shall be."""

    title = Words(200, required=True)
    valid_from = fields.Date(required=True)
    change_note = Words(2000, allow_none=True)
    characteristics = fields.List(fields.Nested(CharacteristicIn), required=True, validate=validate.Length(min=1, max=200))


class StandardIn(StandardChangeIn):
    """A new version of a product's standard."""

    site = Words(16, required=True)
    product = Words(200, required=True)


class ReviseIn(StrictSchema):
    """Copy a version into a new draft."""

    change_note = Words(2000, required=True)
    valid_from = fields.Date(required=True)


class CharacteristicOut(Schema):
    """One characteristic."""

    position = fields.Integer()
    name_zh = fields.String()
    name_en = fields.String()
    kind = fields.String()
    method = fields.String(allow_none=True)
    instrument = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    nominal = ReadingValue(allow_none=True)
    lower = ReadingValue(allow_none=True)
    upper = ReadingValue(allow_none=True)
    severity_class = fields.String()


class StandardOut(RecordOut):
    """A version of a standard."""

    product = fields.String()
    revision = fields.Integer()
    valid_from = fields.Date()
    title = fields.String()
    change_note = fields.String(allow_none=True)
    characteristics = fields.List(fields.Nested(CharacteristicOut))


class StandardArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    site = fields.String(validate=validate.Length(max=16))
    product = fields.String(validate=validate.Length(max=200))
    state = fields.String(validate=one_of(*STANDARD_STATES.states))
