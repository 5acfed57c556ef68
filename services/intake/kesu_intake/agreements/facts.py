"""The facts about agreements, each with its schema and a frozen example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_intake.agreements.model import Agreement


class AgreementFact(Schema):
    """An agreement as it is after the fact; `sort` is quality_terms, delivery_terms, price_terms, warranty, service_terms or other."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    customer_code = fields.String(required=True)
    customer_name = fields.String(required=True)
    sort = fields.String(required=True)
    title = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)


class AgreementWithReason(AgreementFact):
    """… and why."""

    reason = fields.String(required=True)


def facts_of(agreement: Agreement) -> dict[str, Any]:
    """The payload of `AgreementFact` for `agreement`."""
    names = ("number", "state", "customer_code", "customer_name", "title", "valid_from", "valid_to")
    return {**{name: getattr(agreement, name) for name in names}, "sort": agreement.kind}


_EXAMPLE: dict[str, Any] = {
    "number": "AG-SZ-2026-000003",
    "state": "drafted",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "sort": "quality_terms",
    "title": "Quality agreement 2027",
    "valid_from": "2027-01-01",
    "valid_to": "2027-12-31",
}


def _of(name: str, schema: SchemaClass, summary: str, more: Mapping[str, Any]) -> EventType:
    return EventType(type=f"kesu.agreement.{name}.v1", schema=schema, example={**_EXAMPLE, **more}, summary=summary)


AGREEMENT_DRAFTED = _of("drafted", AgreementFact, "An agreement with a customer was drawn up", {})
AGREEMENT_APPROVED = _of("approved", AgreementFact, "An agreement with a customer is in force", {"state": "in_force"})
AGREEMENT_DROPPED = _of("dropped", AgreementWithReason, "A draft was given up", {"state": "dropped", "reason": "Not signed."})
AGREEMENT_ENDED = _of("ended", AgreementWithReason, "An agreement is over", {"state": "ended", "reason": "Replaced."})

AGREEMENT_EVENTS = (AGREEMENT_DRAFTED, AGREEMENT_APPROVED, AGREEMENT_DROPPED, AGREEMENT_ENDED)
