"""The facts about rework at the customer's (clause 4.1.3.7-d). Quantities are decimals, in the product's own unit; times are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass


class OnSiteFact(Schema):
    """What every fact about rework at the customer's tells."""

    number = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    settlement = fields.UUID(required=True, allow_none=True)
    customer_code = fields.String(required=True, allow_none=True)
    customer_name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    quantity = fields.Decimal(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    begins_at = fields.AwareDateTime(required=True, allow_none=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    crew = fields.String(required=True, allow_none=True)
    vehicle = fields.String(required=True, allow_none=True)
    inspector = fields.String(required=True, allow_none=True)
    reworked = fields.Decimal(required=True)
    passed = fields.Decimal(required=True)
    failed = fields.Decimal(required=True)


class OnSiteReason(OnSiteFact):
    """… and why."""

    reason = fields.String(required=True)


class OnSiteFreed(OnSiteReason):
    """… and which part withdrew: crew, vehicle or inspector."""

    part = fields.String(required=True)


class OnSiteReport(OnSiteFact):
    """… and the inspector's report."""

    report = fields.String(required=True)
    rest = fields.String(required=True, allow_none=True)


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_JOB = {
    "number": "OS-SZ-2026-000007",
    "complaint": "KS-SZ-2026-000123",
    "settlement": "019c3f4e-0b7a-7c3e-9d2f-5a1b2c3d4e5f",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "state": "preparing",
    "product": "P-100",
    "lot": "L2026-07",
    "quantity": "40",
    "address": None,
    "begins_at": None,
    "ends_at": None,
    "crew": None,
    "vehicle": None,
    "inspector": None,
    "reworked": "0",
    "passed": "0",
    "failed": "0",
}
_THERE = {**_JOB, "address": "Hafenstr. 1, Hamburg", "begins_at": "2026-12-07T01:00:00+00:00", "ends_at": "2026-12-08T09:00:00+00:00"}
_ALL = {**_THERE, "state": "ready", "crew": "Zhao Lei, Sun Hao", "vehicle": "粤B·12345", "inspector": "Chen Jing"}
ONSITE_REQUESTED = _of("onsite.requested", OnSiteFact, _JOB, "Goods are to be reworked where the customer has them")
ONSITE_SCHEDULED = _of("onsite.scheduled", OnSiteFact, _THERE, "Where and when is agreed with the customer")
ONSITE_CONFIRMED = _of("onsite.confirmed", OnSiteFact, {**_THERE, "crew": "Zhao Lei, Sun Hao"}, "A department named its part")
ONSITE_READY = _of("onsite.ready", OnSiteFact, _ALL, "Crew, vehicle and inspector are confirmed: the job may start")
ONSITE_FREED = _of(
    "onsite.freed",
    OnSiteFreed,
    {**_THERE, "part": "vehicle", "reason": "The vehicle broke down."},
    "A department withdrew its part: the others are free again",
)
ONSITE_STARTED = _of("onsite.started", OnSiteFact, {**_ALL, "state": "in_progress"}, "Rework at the customer's began")
ONSITE_WORKED = _of(
    "onsite.worked", OnSiteFact, {**_ALL, "state": "in_progress", "reworked": "40"}, "Goods were reworked at the customer's"
)
ONSITE_COMPLETED = _of(
    "onsite.completed",
    OnSiteReport,
    {**_ALL, "state": "completed", "reworked": "40", "passed": "38", "failed": "2", "report": "Two seals still leak.", "rest": None},
    "The inspector reported on the rework at the customer's",
)
ONSITE_CANCELLED = _of(
    "onsite.cancelled",
    OnSiteReason,
    {**_ALL, "state": "cancelled", "reason": "Complaint withdrawn."},
    "Rework at the customer's is called off",
)

ONSITE_EVENTS = (
    ONSITE_REQUESTED,
    ONSITE_SCHEDULED,
    ONSITE_CONFIRMED,
    ONSITE_READY,
    ONSITE_FREED,
    ONSITE_STARTED,
    ONSITE_WORKED,
    ONSITE_COMPLETED,
    ONSITE_CANCELLED,
)
