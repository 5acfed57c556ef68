"""Defect codes going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words


class DefectChangeIn(StrictSchema):
    """Names of a code, and whether it is in use."""

    zh = Words(100, required=True)
    en = Words(100, required=True)
    active = fields.Boolean(load_default=False, metadata={"description": "offered for new verdicts"})


class DefectIn(StrictSchema):
    """A code, below a group or a group itself."""

    code = Words(32, required=True, validate=validate.Regexp(r"[A-Z0-9][A-Z0-9-]*\Z", error=N_("Capitals, digits and hyphens.")))
    parent = Words(32, allow_none=True, metadata={"description": "its group; none for a group"})
    zh = Words(100, required=True)
    en = Words(100, required=True)


class DefectOut(Schema):
    """A defect code in both languages."""

    code = fields.String()
    parent = fields.String(allow_none=True)
    zh = fields.String()
    en = fields.String()
    active = fields.Boolean()
