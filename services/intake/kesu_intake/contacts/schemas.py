"""Contacts going in and out."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import Amount, RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.complaints.model import CHANNELS, CLAIMS, SEVERITIES
from kesu_intake.contacts.model import ABOUT, CONTACT_STATES, KINDS


class ContactIn(StrictSchema):
    """A contact as it is written down; which of the later fields there are depends on its kind."""

    customer_code = Words(200, required=True)
    kind = fields.String(required=True, validate=one_of(*KINDS))
    channel = fields.String(required=True, validate=one_of(*CHANNELS))
    caller = Words(200, allow_none=True, metadata={"description": "who called or came; required for phone and visit"})
    taker = Words(200, allow_none=True, metadata={"description": "who took it down; required for phone and visit"})
    received_at = fields.AwareDateTime(metadata={"description": "now, when not given; required for phone and visit"})
    text = Words(20_000, required=True, metadata={"description": "what the customer says"})
    reply_wanted = fields.Boolean()
    reply_until = fields.AwareDateTime(allow_none=True, metadata={"description": "by the site's rules, when not given"})
    product = Words(200, allow_none=True)
    lot = Words(100, allow_none=True)
    serial = Words(100, allow_none=True)
    quantity = Amount(allow_none=True)
    reference = Words(100, allow_none=True, metadata={"description": "contract, order or delivery"})
    about = fields.String(allow_none=True, validate=one_of(*ABOUT))
    topic = Words(200, allow_none=True)
    participants = fields.Integer(allow_none=True, validate=validate.Range(1, 100_000))
    needed_by = fields.Date(allow_none=True)
    place = Words(200, allow_none=True)
    wanted_at = fields.AwareDateTime(allow_none=True)
    praised = Words(200, allow_none=True)
    analysis = Words(10_000, allow_none=True, metadata={"description": "for what was settled at once, with outcome and reply"})
    outcome = Words(10_000, allow_none=True)
    reply = Words(10_000, allow_none=True)


class ContactOut(RecordOut):
    """A contact, without questions, appointments and exchanges."""

    customer_code = fields.String()
    customer_name = fields.String()
    kind = fields.String()
    channel = fields.String()
    oral = fields.Boolean(attribute="is_oral")
    caller = fields.String(allow_none=True)
    taker = fields.String(allow_none=True)
    received_at = fields.AwareDateTime()
    text = fields.String()
    reply_wanted = fields.Boolean()
    reply_until = fields.AwareDateTime(allow_none=True)
    reply_due_at = fields.AwareDateTime(allow_none=True)
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)
    quantity = Amount(allow_none=True)
    reference = fields.String(allow_none=True)
    about = fields.String(allow_none=True)
    topic = fields.String(allow_none=True)
    participants = fields.Integer(allow_none=True)
    needed_by = fields.Date(allow_none=True)
    place = fields.String(allow_none=True)
    wanted_at = fields.AwareDateTime(allow_none=True)
    praised = fields.String(allow_none=True)
    analysis = fields.String(allow_none=True)
    analysed_by = fields.String(allow_none=True)
    analysed_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    handled_by = fields.String(allow_none=True)
    handled_at = fields.AwareDateTime(allow_none=True)
    replied_at = fields.AwareDateTime(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    round = fields.Integer()
    complaint_number = fields.String(allow_none=True)
    recorded_by = fields.String()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()


class ContactListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    kind = fields.String(validate=one_of(*KINDS))
    state = fields.String(validate=one_of(*CONTACT_STATES.states))
    channel = fields.String(validate=one_of(*CHANNELS))
    site = fields.String(validate=validate.Length(max=16))
    customer = fields.String(validate=validate.Length(max=32))
    complaint = fields.String(validate=validate.Length(max=64), metadata={"description": "the contact that became this complaint"})
    open = fields.Boolean(metadata={"description": "only those that have not come to their end"})
    overdue = fields.Boolean(metadata={"description": "only those whose reply is late"})


class AnalyseIn(StrictSchema):
    """What it is about and what follows."""

    analysis = Words(10_000, required=True)


class HandleIn(StrictSchema):
    """What came of it."""

    outcome = Words(10_000, required=True)


class ReplyContactIn(StrictSchema):
    """How the customer was told."""

    channel = fields.String(required=True, validate=one_of(*CHANNELS))
    to = Words(200, required=True)
    text = Words(10_000, required=True)


class ReasonIn(StrictSchema):
    """Why."""

    reason = Words(2000, required=True)


class ConvertIn(StrictSchema):
    """What the complaint form asks beyond what the contact knows; what is left out stays as the contact has it."""

    product = Words(200)
    lot = Words(100)
    serial = Words(100)
    quantity = Amount()
    claim = fields.String(validate=one_of(*CLAIMS))
    severity = fields.String(validate=one_of(*SEVERITIES))
    safety = fields.Boolean()
    effect = Words(2000)
