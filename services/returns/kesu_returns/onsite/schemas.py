"""On-site jobs going in and out."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import Amount, Count, RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_returns.onsite.model import ONSITE_STATES


class JobIn(StrictSchema):
    """A request for rework at the customer's."""

    site = Words(16, required=True)
    complaint = Words(64, allow_none=True)
    customer_code = Words(32, required=True)
    customer_name = Words(200, allow_none=True)
    product = Words(100, required=True)
    lot = Words(64, allow_none=True)
    quantity = Amount(required=True)
    terms = Words(2000, allow_none=True)


class ScheduleIn(StrictSchema):
    """Where and when, as agreed with the customer."""

    address = Words(500, required=True)
    begins_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)


class NameIn(StrictSchema):
    """Who goes, or which vehicle."""

    name = Words(200, required=True)


class WorkIn(StrictSchema):
    """How many were reworked in all, and how."""

    reworked = Amount(required=True)
    work_done = Words(2000, allow_none=True)


class ReportIn(StrictSchema):
    """The inspector's report."""

    passed = Count(required=True)
    failed = Count(required=True)
    report = Words(5000, required=True)
    rest = Words(5000, allow_none=True, metadata={"description": "required when fewer were reworked than were meant to be"})
    cost = fields.Decimal(allow_none=True, as_string=True, places=4, validate=validate.Range(min=0, max=10**9))


class JobOut(RecordOut):
    """An on-site job."""

    complaint = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    quantity = Count(allow_none=True)
    terms = fields.String(allow_none=True)
    requested_by = fields.String()
    address = fields.String(allow_none=True)
    begins_at = fields.AwareDateTime(allow_none=True)
    ends_at = fields.AwareDateTime(allow_none=True)
    crew = fields.String(allow_none=True)
    vehicle = fields.String(allow_none=True)
    inspector = fields.String(allow_none=True)
    lacking = fields.List(fields.String())
    started_at = fields.AwareDateTime(allow_none=True)
    completed_at = fields.AwareDateTime(allow_none=True)
    reworked = Count()
    passed = Count()
    failed = Count()
    work_done = fields.String(allow_none=True)
    report = fields.String(allow_none=True)
    rest = fields.String(allow_none=True)
    cost = fields.Decimal(as_string=True, allow_none=True)
    outcome = fields.String(allow_none=True)


class JobListArgs(PageArgs):
    """Filters of the list."""

    site = Words(16)
    state = fields.String(validate=one_of(*ONSITE_STATES.states))
    complaint = Words(64)
    customer = Words(32)
    q = fields.String(validate=validate.Length(max=100), metadata={"description": "number, customer, complaint, lot, product"})
