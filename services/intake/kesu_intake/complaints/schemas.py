"""Complaints going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import Amount, RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.complaints.language import TEXT_LANGUAGES
from kesu_intake.complaints.model import CHANNELS, CLAIMS, COMPLAINT_STATES, SEVERITIES
from kesu_intake.dispatches.model import DEPARTMENTS
from kesu_intake.mails.schemas import MailAddress

MOST_TEXT = 20_000


class ComplaintIn(StrictSchema):
    """The complaint form (客诉处理单)."""

    customer_code = Words(32, required=True)
    site = Words(16, metadata={"description": "the customer's, when not given"})
    channel = fields.String(required=True, validate=one_of(*CHANNELS))
    caller = Words(200, allow_none=True, metadata={"description": "who called or came; required for phone and visit"})
    taker = Words(200, allow_none=True, metadata={"description": "who took it down; required for phone and visit"})
    received_at = fields.AwareDateTime(metadata={"description": "now, when not given; required for phone and visit"})
    product = Words(200, allow_none=True)
    component = Words(500, allow_none=True)
    lot = Words(100, allow_none=True)
    serial = Words(100, allow_none=True)
    quantity = Amount(allow_none=True, metadata={"description": "pieces affected"})
    unit = Words(16)
    claim = fields.String(validate=one_of(*CLAIMS))
    text = Words(MOST_TEXT, required=True, metadata={"description": "what the customer says, in the customer's words; never changes"})
    text_language = fields.String(
        allow_none=True, validate=one_of(*TEXT_LANGUAGES), metadata={"description": "told by the script, when not given"}
    )
    severity = fields.String(
        allow_none=True, validate=one_of(*SEVERITIES), metadata={"description": "can raise what the site's rules find"}
    )
    safety = fields.Boolean()
    found_on = fields.Date(allow_none=True)
    found_where = Words(500, allow_none=True)
    found_by = Words(200, allow_none=True)
    found_how = Words(2000, allow_none=True)
    effect = Words(2000, allow_none=True)
    reply_wanted = fields.Boolean()
    custody_place = Words(200, allow_none=True)
    external_reference = Words(100, allow_none=True)


class AmendIn(StrictSchema):
    """What became known of a complaint; what is left out stays, null takes away."""

    product = Words(200, allow_none=True)
    component = Words(500, allow_none=True)
    lot = Words(100, allow_none=True)
    serial = Words(100, allow_none=True)
    quantity = Amount(allow_none=True, metadata={"description": "pieces affected"})
    found_on = fields.Date(allow_none=True)
    found_where = Words(500, allow_none=True)
    found_by = Words(200, allow_none=True)
    found_how = Words(2000, allow_none=True)
    effect = Words(2000, allow_none=True)
    reason = Words(500, allow_none=True, metadata={"description": "how it became known, or what was wrong"})


class ComplaintFormIn(ComplaintIn):
    """The same as people fill it in: the customer by code or by name."""

    customer_code = Words(200, required=True)


class ReasonOut(Schema):
    """One reason of a severity."""

    severity = fields.String()
    message = fields.String()
    params = fields.Dict()


class ComplaintOut(RecordOut):
    """A complaint, without what was done about it."""

    customer_code = fields.String()
    customer_name = fields.String()
    external_reference = fields.String(allow_none=True)
    channel = fields.String()
    caller = fields.String(allow_none=True)
    taker = fields.String(allow_none=True)
    received_at = fields.AwareDateTime()
    product = fields.String(allow_none=True)
    component = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)
    quantity = Amount(allow_none=True)
    unit = fields.String()
    claim = fields.String()
    text = fields.String()
    text_language = fields.String()
    language_detected = fields.Boolean()
    working_text = fields.String(allow_none=True)
    severity = fields.String()
    severity_why = fields.List(fields.Nested(ReasonOut))
    escalated = fields.String(allow_none=True)
    safety = fields.Boolean()
    found_on = fields.Date(allow_none=True)
    found_where = fields.String(allow_none=True)
    found_by = fields.String(allow_none=True)
    found_how = fields.String(allow_none=True)
    effect = fields.String(allow_none=True)
    reply_wanted = fields.Boolean()
    custody_place = fields.String(allow_none=True)
    round = fields.Integer()
    registered_by = fields.String()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    replied_at = fields.AwareDateTime(allow_none=True)
    confirmed_at = fields.AwareDateTime(allow_none=True)
    confirmed_how = fields.String(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    joined_into = fields.String(allow_none=True)


class ComplaintListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200), metadata={"description": "words of any field or text, in Chinese or English"})
    state = fields.String(validate=one_of(*COMPLAINT_STATES.states))
    severity = fields.String(validate=one_of(*SEVERITIES))
    channel = fields.String(validate=one_of(*CHANNELS))
    site = fields.String(validate=validate.Length(max=16))
    customer = fields.String(validate=validate.Length(max=32))
    product = fields.String(validate=validate.Length(max=200), metadata={"description": "a part of the product's name"})
    component = fields.String(validate=validate.Length(max=200), metadata={"description": "a part of the component's name"})
    lot = fields.String(validate=validate.Length(max=100))
    serial = fields.String(validate=validate.Length(max=100))
    external_reference = fields.String(validate=validate.Length(max=100))
    defect = fields.String(validate=validate.Length(max=64), metadata={"description": "defect code of quality's verdict"})
    waiting = fields.String(validate=one_of(*DEPARTMENTS), metadata={"description": "the department whose answer is missing"})
    received_from = fields.Date(metadata={"description": "received on this day or later"})
    received_to = fields.Date(metadata={"description": "received on this day or earlier"})
    open = fields.Boolean(metadata={"description": "only those that are neither closed nor withdrawn"})
    overdue = fields.Boolean(metadata={"description": "only those with a task that is overdue"})
    mine = fields.Boolean(metadata={"description": "only those that one has registered, or has an assigned task of"})


class AttachmentArgs(StrictSchema):
    """What the file is."""

    kind = fields.String(load_default="original", validate=one_of("original", "evidence", "photo", "answer", "report", "other"))


class WithReasonIn(StrictSchema):
    """A command that needs a reason."""

    reason = Words(2000, required=True)


class EscalateIn(WithReasonIn):
    """The corrective action report."""

    severity = fields.String(
        allow_none=True, validate=one_of("major", "critical"), metadata={"description": "raises the complaint's severity"}
    )


class AcknowledgeIn(StrictSchema):
    """How the customer was told that the complaint has arrived."""

    channel = fields.String(load_default="email", validate=one_of(*CHANNELS))
    person = Words(200, required=True)
    content = Words(5000, required=True)
    address = MailAddress(allow_none=True, metadata={"description": "e-mail address: it goes out as a mail, where mail is set up"})
