"""What intake's facts about customers and complaints tell, as schemas; the facts themselves stand in `events`."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import AttachedFile
from kesu_intake.complaints.facts import ComplaintFact


class CustomerFact(Schema):
    """A customer as it is after the fact."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    tier = fields.String(required=True)
    language = fields.String(required=True)
    site = fields.String(required=True)
    state = fields.String(required=True)


class Registered(ComplaintFact):
    """A complaint was written down."""

    quantity = fields.String(required=True, allow_none=True)
    claim = fields.String(required=True)
    channel = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    text_language = fields.String(required=True)


class Attached(AttachedFile, ComplaintFact):
    """A file came to a complaint."""

    kind = fields.String(required=True)


class Change(Schema):
    """One field that was filled in or corrected, as text."""

    field = fields.String(required=True)
    before = fields.String(required=True, allow_none=True)
    after = fields.String(required=True, allow_none=True)


class Amended(ComplaintFact):
    """What became known, and how."""

    changes = fields.List(fields.Nested(Change), required=True)
    reason = fields.String(required=True, allow_none=True)
    quantity = fields.String(required=True, allow_none=True)
    received_at = fields.AwareDateTime(required=True)


class Translated(ComplaintFact):
    """The text stands in the working language now, or a translation was corrected."""

    language = fields.String(required=True)
    translator = fields.String(required=True)
    differences = fields.Integer(required=True)


class Asked(Schema):
    """One department's question."""

    department = fields.String(required=True)
    question = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True)


class Dispatched(ComplaintFact):
    """Departments were asked; `text` is in the site's working language where there is one."""

    quantity = fields.String(required=True, allow_none=True)
    claim = fields.String(required=True)
    text = fields.String(required=True)
    departments = fields.List(fields.Nested(Asked), required=True)


class Answered(ComplaintFact):
    """A department answered; `complete` when it was the last one."""

    department = fields.String(required=True)
    answer = fields.String(required=True)
    complete = fields.Boolean(required=True)


class QuestionTakenBack(ComplaintFact):
    """A department need not answer."""

    department = fields.String(required=True)
    reason = fields.String(required=True)


class Escalated(ComplaintFact):
    """The corrective action report; `to` is `quality`, or `gm` for a critical one, which lies on the GM's desk as well."""

    to = fields.String(required=True)
    reason = fields.String(required=True)


class Joined(ComplaintFact):
    """A duplicate ended; told on the case that goes on."""

    into = fields.String(required=True)


class Clarified(ComplaintFact):
    """What was found when the fault is not ours."""

    cause = fields.String(required=True)
    advice = fields.String(required=True)
    helpers = fields.String(required=True)


class Settled(ComplaintFact):
    """Something was agreed with the customer, or granted as goodwill; `replaces` names the settlement that it stands in place of."""

    settlement = fields.UUID(required=True)
    replaces = fields.UUID(required=True, allow_none=True)
    kind = fields.String(required=True)
    quantity = fields.String(required=True, allow_none=True)
    terms = fields.String(required=True)
    agreed_with = fields.String(required=True)
    agreed_at = fields.AwareDateTime(required=True)
    requested_by = fields.String(required=True)


class Replied(ComplaintFact):
    """The customer was told the outcome, or reminded."""

    kind = fields.String(required=True)
    channel = fields.String(required=True)
    to = fields.String(required=True)


class Confirmed(ComplaintFact):
    """The customer agrees (`how`: link, evidence or silence)."""

    how = fields.String(required=True)
    who = fields.String(required=True)


class WithReason(ComplaintFact):
    """Something that needs a reason."""

    reason = fields.String(required=True)


class FollowUpFact(Schema):
    """What the customer says after a corrective action."""

    capa = fields.String(required=True)
    complaint = fields.String(required=True)
    customer_code = fields.String(required=True)
    effective = fields.Boolean(required=True)
    words = fields.String(required=True)


class ExchangeFact(Schema):
    """Something was said or written between the company and the customer, about a complaint or in general."""

    complaint = fields.String(required=True, allow_none=True)
    contact = fields.String(allow_none=True)
    customer_code = fields.String(required=True)
    direction = fields.String(required=True)
    channel = fields.String(required=True)
    person = fields.String(required=True)
