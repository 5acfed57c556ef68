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


class AddressIn(StrictSchema):
    """Where mails go to; empty: the link goes another way."""

    address = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))
    to_whom = Words(200, load_default=None, allow_none=True)


class BounceReportIn(StrictSchema):
    """A report of non-delivery as it came (RFC 3464)."""

    message = fields.String(required=True, validate=validate.Length(1, 1_000_000))


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
    opens = fields.Integer(metadata={"description": "how often the page behind the link was looked at; mail programs look, too"})
    declined_because = fields.String(allow_none=True)
    bounced_because = fields.String(allow_none=True)
    unsubscribed_at = fields.AwareDateTime(allow_none=True)
    address = fields.String(allow_none=True)
    to_whom = fields.String(allow_none=True)
    edition = fields.Integer(metadata={"description": "of the link; a revoked link has an older one"})
    reminders_sent = fields.Integer()
    remind_at = fields.AwareDateTime(allow_none=True)
    link = fields.String(allow_none=True)
