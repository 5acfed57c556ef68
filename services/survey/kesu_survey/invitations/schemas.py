"""What API and forms take and give of invitations."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_survey.invitations.model import CHANNELS, INVITATION_STATES


class InvitationListArgs(PageArgs):
    """Filters of the list."""

    campaign = fields.String(validate=validate.Length(max=64))
    customer = fields.String(validate=validate.Length(max=64))
    state = fields.String(validate=one_of(*INVITATION_STATES.states))
    site = fields.String(validate=validate.Length(max=16))


class SendIn(StrictSchema):
    """How the link went to the customer."""

    how = fields.String(load_default="email", validate=one_of(*CHANNELS))


class DeclineIn(StrictSchema):
    """Why the customer does not answer."""

    reason = Words(1000, required=True)


class InvitationOut(Schema):
    """An invitation as it stands; `link` only for those who may send it."""

    number = fields.String()
    campaign = fields.String()
    site = fields.String()
    state = fields.String()
    version = fields.Integer()
    customer_code = fields.String()
    customer_name = fields.String()
    tier = fields.String()
    language = fields.String()
    expires_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True)
    sent_by = fields.String(allow_none=True)
    sent_how = fields.String(allow_none=True)
    times_sent = fields.Integer()
    opened_at = fields.AwareDateTime(allow_none=True)
    declined_because = fields.String(allow_none=True)
    link = fields.String(allow_none=True)
