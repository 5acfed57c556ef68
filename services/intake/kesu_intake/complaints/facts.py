"""What every fact about a complaint says of the complaint itself."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kesu_intake.complaints.model import Complaint


class ComplaintFact(Schema):
    """The complaint as it is after the fact."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    customer_code = fields.String(required=True)
    customer_name = fields.String(required=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    serial = fields.String(required=True, allow_none=True)
    severity = fields.String(required=True)


EXAMPLE: dict[str, Any] = {
    "number": "KS-SZ-2026-000123",
    "state": "registered",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "product": "GP-200",
    "lot": "L2026-1107",
    "serial": None,
    "severity": "major",
}
"""The complaint of the frozen examples."""


def facts_of(complaint: Complaint) -> dict[str, Any]:
    """The payload of `ComplaintFact` for `complaint`."""
    return {
        "number": complaint.number,
        "state": complaint.state,
        "customer_code": complaint.customer_code,
        "customer_name": complaint.customer_name,
        "product": complaint.product,
        "lot": complaint.lot,
        "serial": complaint.serial,
        "severity": complaint.severity,
    }
