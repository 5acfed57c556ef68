"""Follow-ups going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.complaints.model import CHANNELS


class FollowUpIn(StrictSchema):
    """What the customer says of the corrective action."""

    effective = fields.Boolean(required=True)
    who = Words(200, required=True)
    words = Words(5000, required=True)
    channel = fields.String(validate=one_of(*CHANNELS))
    capa = Words(64, allow_none=True, metadata={"description": "when several wait"})


class FollowUpOut(Schema):
    """A follow-up."""

    capa = fields.String()
    state = fields.String()
    effective = fields.Boolean(allow_none=True)
    who = fields.String(allow_none=True)
    words = fields.String(allow_none=True)
    opened_at = fields.AwareDateTime()
    recorded_by = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime(allow_none=True)
