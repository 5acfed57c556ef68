"""Cases going in and out."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import Amount, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_quality.cases.model import CASE_STATES, SEVERITIES
from kesu_quality.sampling.schemas import SampleIn
from kesu_quality.schemas import RecordOut


class CaseIn(StrictSchema):
    """A case that is opened by hand."""

    site = Words(16, required=True)
    complaint = Words(64, allow_none=True)
    customer_code = Words(64, allow_none=True)
    customer_name = Words(200, allow_none=True)
    product = Words(200, required=True)
    lot = Words(100, allow_none=True)
    serial = Words(100, allow_none=True)
    quantity = Amount(allow_none=True)
    severity = fields.String(load_default="minor", validate=one_of(*SEVERITIES))
    text = Words(20_000, required=True, metadata={"description": "what is to be found out, and why"})
    received_on = fields.Date(allow_none=True)
    manufactured_on = fields.Date(allow_none=True, metadata={"description": "decides which version of the standard counts"})
    due_at = fields.AwareDateTime(allow_none=True, metadata={"description": "by the site's rule for tests, when not given"})


class PlanIn(SampleIn):
    """What is tested how, and how many pieces of the lot."""

    plan = Words(5000, required=True)
    product = Words(200, allow_none=True, metadata={"description": "whose standard counts, when the complaint does not say it well"})
    manufactured_on = fields.Date(allow_none=True)


class CloseIn(StrictSchema):
    """How the case ends."""

    note = Words(2000, allow_none=True)


class CaseOut(RecordOut):
    """A case, without its tests and verdicts."""

    complaint = fields.String(allow_none=True)
    source = fields.String()
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)
    quantity = Amount(allow_none=True)
    severity = fields.String()
    text = fields.String()
    question = fields.String(allow_none=True)
    due_at = fields.AwareDateTime()
    received_on = fields.Date()
    manufactured_on = fields.Date(allow_none=True)
    plan = fields.String(allow_none=True)
    verdict = fields.String(allow_none=True)
    round = fields.Integer()
    tests = fields.Integer()
    closing_note = fields.String(allow_none=True)


class CaseArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    state = fields.String(validate=one_of(*CASE_STATES.states))
    severity = fields.String(validate=one_of(*SEVERITIES))
    verdict = fields.String(validate=validate.Length(max=32))
    site = fields.String(validate=validate.Length(max=16))
    complaint = fields.String(validate=validate.Length(max=64))
    customer = fields.String(validate=validate.Length(max=64))
    product = fields.String(validate=validate.Length(max=200))
    lot = fields.String(validate=validate.Length(max=100))
    open = fields.Boolean(metadata={"description": "only those without a verdict"})
