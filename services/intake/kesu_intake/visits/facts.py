"""The facts about visits, each with its schema and a frozen example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_intake.visits.model import Visit


class VisitFact(Schema):
    """A visit as it is after the fact."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    customer_code = fields.String(required=True)
    customer_name = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    people = fields.String(required=True)


class VisitReported(VisitFact):
    """… and what was found."""

    summary = fields.String(required=True)


class VisitWithReason(VisitFact):
    """… and why."""

    reason = fields.String(required=True)


def facts_of(visit: Visit) -> dict[str, Any]:
    """The payload of `VisitFact` for `visit`."""
    return {name: getattr(visit, name) for name in ("number", "state", "customer_code", "customer_name", "starts_at", "people")}


_EXAMPLE: dict[str, Any] = {
    "number": "VS-SZ-2026-000007",
    "state": "planned",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "starts_at": "2026-11-23T02:00:00+00:00",
    "people": "Li Wei, Zhao Lei",
}


def _of(name: str, schema: SchemaClass, summary: str, more: Mapping[str, Any]) -> EventType:
    return EventType(type=f"kesu.visit.{name}.v1", schema=schema, example={**_EXAMPLE, **more}, summary=summary)


VISIT_PLANNED = _of("planned", VisitFact, "Somebody will visit a customer", {})
VISIT_MOVED = _of("moved", VisitWithReason, "A visit was put off or brought forward", {"reason": "Stocktaking at the customer's."})
VISIT_REPORTED = _of("reported", VisitReported, "A customer was visited", {"state": "reported", "summary": "Content with the new seal."})
VISIT_CANCELLED = _of("cancelled", VisitWithReason, "A visit does not take place", {"state": "cancelled", "reason": "No time."})

VISIT_EVENTS = (VISIT_PLANNED, VISIT_MOVED, VISIT_REPORTED, VISIT_CANCELLED)
