"""Custody and copies going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.people.roles import DEPARTMENTS
from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.attachments import AttachmentOut

RECEIVERS = (*DEPARTMENTS, "lead", "gm")
"""Who is given copies."""


class MoveIn(StrictSchema):
    """Where the paper goes."""

    place = Words(200, required=True)
    reason = Words(500, required=True)


class CopyIn(StrictSchema):
    """A paper copy that is handed out."""

    what = Words(255, required=True)
    department = fields.String(required=True, validate=one_of(*RECEIVERS))
    person = Words(200, required=True)


class MoveOut(Schema):
    """One move of the paper."""

    from_place = fields.String(allow_none=True)
    to_place = fields.String()
    reason = fields.String()
    moved_by = fields.String()
    moved_at = fields.AwareDateTime()


class CopyOut(Schema):
    """One copy."""

    how = fields.String()
    what = fields.String()
    sha256 = fields.String(allow_none=True)
    department = fields.String()
    person = fields.String()
    given_by = fields.String()
    copied_at = fields.AwareDateTime()


class VerifiedOut(Schema):
    """An original whose bytes were read again: intact, damaged or missing."""

    file = fields.Nested(AttachmentOut)
    state = fields.String()


class OriginalsOut(Schema):
    """Everything about the originals of one complaint."""

    custody_place = fields.String(allow_none=True)
    originals = fields.List(fields.Nested(VerifiedOut))
    moves = fields.List(fields.Nested(MoveOut))
    copies = fields.List(fields.Nested(CopyOut))
