"""Translations going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words
from kesu_intake.complaints.schemas import MOST_TEXT


class TranslateIn(StrictSchema):
    """A translation; `acknowledged` says that differing numbers, units or codes are meant so."""

    text = Words(MOST_TEXT, required=True)
    translator = Words(200, required=True)
    acknowledged = fields.Boolean()


class DifferenceOut(Schema):
    """Something that stands in one text only."""

    kind = fields.String()
    what = fields.String()
    message = fields.String()
    params = fields.Dict()


class TermUsedOut(Schema):
    """A glossary term that the translation uses."""

    source = fields.String()
    target = fields.String()


class ReadingOut(Schema):
    """Who has read a translation."""

    name = fields.String()
    department = fields.String()
    translation_id = fields.UUID()
    read_at = fields.AwareDateTime()


class TranslationOut(Schema):
    """A translation as it was recorded."""

    id = fields.UUID()
    language = fields.String()
    text = fields.String()
    translator = fields.String()
    differences = fields.List(fields.Nested(DifferenceOut))
    acknowledged = fields.Boolean()
    terms = fields.List(fields.Nested(TermUsedOut))
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()
