"""Follow-ups going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.followups.model import FOLLOWUP_STATES


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


class FollowUpListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(validate=one_of(*FOLLOWUP_STATES.states))
    effective = fields.Boolean(metadata={"description": "what the customer said"})
    site = fields.String(validate=validate.Length(max=16))
    capa = fields.String(validate=validate.Length(max=64))
    customer = fields.String(validate=validate.Length(max=32))


class FollowUpListed(FollowUpOut):
    """A follow-up in the list, with whom it is about."""

    complaint = fields.String(attribute="complaint_number")
    site = fields.String()
    customer_code = fields.String(attribute="complaint.customer_code")
    customer_name = fields.String(attribute="complaint.customer_name")
