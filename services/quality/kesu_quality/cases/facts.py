"""What every fact about a case says of the case itself."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kesu_quality.cases.model import Case


class CaseFact(Schema):
    """The case as it is after the fact."""

    case = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    customer_code = fields.String(required=True, allow_none=True)
    customer_name = fields.String(required=True, allow_none=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)


EXAMPLE: dict[str, Any] = {
    "case": "QC-SZ-2026-000031",
    "complaint": "KS-SZ-2026-000123",
    "state": "opened",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "product": "GP-200",
    "lot": "L2026-1107",
}
"""The case of the frozen examples."""


def facts_of(case: Case) -> dict[str, Any]:
    """The payload of `CaseFact` for `case`."""
    names = ("complaint", "state", "customer_code", "customer_name", "product", "lot")
    return {"case": case.number, **{name: getattr(case, name) for name in names}}
