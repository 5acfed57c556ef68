"""What customers' forms take and give."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from kesu_capa.customer_forms.fields import NAMES
from kesu_capa.customer_forms.model import FORM_STATES
from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs

MOST = 300


class FileIn(Schema):
    """The template, as multipart/form-data."""

    file = Upload(required=True)


class FormIn(StrictSchema):
    """A new template."""

    site = Words(16, required=True)
    title = Words(200, required=True)
    customer_code = Words(64, load_default=None)


class CellIn(StrictSchema):
    """A cell and what goes in."""

    sheet = Words(100, required=True)
    cell = Words(12, required=True, metadata={"description": "its address, like B3"})
    field = fields.String(required=True, validate=one_of(*NAMES))


class MappingIn(StrictSchema):
    """The whole mapping; placeholders need none."""

    mapping = fields.List(fields.Nested(CellIn), required=True, validate=validate.Length(max=MOST))


class MappingFormIn(MappingIn):
    """… as the page posts it: no row means no mapping."""

    mapping = fields.List(fields.Nested(CellIn), load_default=list, validate=validate.Length(max=MOST))


class FormListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String()
    site = fields.String()
    state = fields.String(metadata={"enum": list(FORM_STATES.states)})
    customer_code = fields.String()


class FilledArgs(Schema):
    """Filled from which report, in which language."""

    capa = fields.String(load_default="", validate=validate.Length(max=64))
    language = fields.String(load_default="en", validate=one_of("zh", "en"), metadata={"description": "of codes like severities"})


class CellOut(Schema):
    """A mapped cell."""

    sheet = fields.String()
    cell = fields.String()
    field = fields.String()


class FormOut(RecordOut):
    """A template."""

    title = fields.String()
    customer_code = fields.String(allow_none=True)
    filename = fields.String()
    size = fields.Integer()
    mapping = fields.List(fields.Nested(CellOut))
    created_at = fields.AwareDateTime()
