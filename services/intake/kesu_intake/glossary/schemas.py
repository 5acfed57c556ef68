"""Terms going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words
from kesu_common.web.paging import PageArgs


class TermIn(StrictSchema):
    """A term in both languages."""

    site = Words(16, required=True)
    en = Words(200, required=True)
    zh = Words(200, required=True)
    note = Words(500, allow_none=True)


class TermListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    site = fields.String(validate=validate.Length(max=16))


class TermOut(Schema):
    """A term."""

    id = fields.UUID()
    site = fields.String()
    en = fields.String()
    zh = fields.String()
    note = fields.String(allow_none=True)
    changed_by = fields.String()
    changed_at = fields.AwareDateTime()
