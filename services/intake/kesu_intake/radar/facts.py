"""What the facts about rises say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from kesu_intake.radar.model import Rise


class RiseComplaint(Schema):
    """A complaint of the rise, and whose it is."""

    number = fields.String(required=True)
    customer_code = fields.String(required=True)


class RiseFact(Schema):
    """A rise as it is after the fact; `by` is defect or component, `value` its code, `name_*` its words where they are known."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    product = fields.String(required=True)
    by = fields.String(required=True)
    value = fields.String(required=True)
    name_zh = fields.String(required=True, allow_none=True)
    name_en = fields.String(required=True, allow_none=True)
    severity = fields.String(required=True)
    window_begin = fields.Date(required=True)
    window_end = fields.Date(required=True)
    observed = fields.Integer(required=True)
    expected = fields.Float(required=True)
    probability = fields.Float(required=True)
    complaints = fields.List(fields.Nested(RiseComplaint), required=True)


class RiseDecided(RiseFact):
    """Somebody has decided."""

    reason = fields.String(required=True)


class TunedFact(Schema):
    """By which parameters a site looks for rises from now on."""

    site = fields.String(required=True)
    window_weeks = fields.Integer(required=True)
    baseline_weeks = fields.Integer(required=True)
    least = fields.Integer(required=True)
    probability = fields.Float(required=True)
    ratio = fields.Float(required=True)
    cusum_limit = fields.Float(required=True)


RISE: dict[str, Any] = {
    "number": "RD-SZ-2026-000004",
    "state": "raised",
    "product": "GP-200",
    "by": "defect",
    "value": "SEAL-LEAK",
    "name_zh": "轴封泄漏",
    "name_en": "Seal leaks",
    "severity": "major",
    "window_begin": "2026-10-27",
    "window_end": "2026-11-24",
    "observed": 9,
    "expected": 1.85,
    "probability": 0.000214,
    "complaints": [{"number": "KS-SZ-2026-000123", "customer_code": "C001"}],
}
"""The rise of the frozen examples."""


def facts_of(rise: Rise, customers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The payload of `RiseFact`; `customers` are the numbers of its complaints with their customers' codes."""
    return {
        "number": rise.number,
        "state": rise.state,
        "product": rise.product,
        "by": rise.by,
        "value": rise.value,
        "name_zh": rise.name_zh,
        "name_en": rise.name_en,
        "severity": rise.severity,
        "window_begin": rise.window_begin,
        "window_end": rise.window_end,
        "observed": rise.observed,
        "expected": rise.expected,
        "probability": rise.probability,
        "complaints": [{"number": number, "customer_code": customer} for number, customer in customers],
    }
