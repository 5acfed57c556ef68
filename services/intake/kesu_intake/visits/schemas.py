"""Visits going in and out."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.visits.model import VISIT_STATES


class PlanVisitIn(StrictSchema):
    """Why, when, where, who."""

    customer_code = Words(32, required=True)
    purpose = Words(2000, required=True)
    starts_at = fields.AwareDateTime(required=True)
    place = Words(200, required=True)
    people = Words(500, required=True)
    with_whom = Words(200, required=True)


class MoveVisitIn(StrictSchema):
    """Another time."""

    starts_at = fields.AwareDateTime(required=True)
    reason = Words(2000, required=True)


class ReportVisitIn(StrictSchema):
    """What was found and agreed."""

    findings = Words(20_000, required=True)


class CancelVisitIn(StrictSchema):
    """Why not."""

    reason = Words(2000, required=True)


class VisitOut(RecordOut):
    """A visit."""

    customer_code = fields.String()
    customer_name = fields.String()
    purpose = fields.String()
    starts_at = fields.AwareDateTime()
    place = fields.String()
    people = fields.String()
    with_whom = fields.String()
    findings = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    planned_by = fields.String()
    ended_by = fields.String(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()


class VisitListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    state = fields.String(validate=one_of(*VISIT_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    customer = fields.String(validate=validate.Length(max=32))
