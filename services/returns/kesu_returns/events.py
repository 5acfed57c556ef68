"""The facts that the warehouse states. Quantities are decimals, in the product's own unit; times are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_returns.costs.events import COST_RECORDED
from kesu_returns.onsite.events import ONSITE_EVENTS


class DeliveryFact(Schema):
    """A line that was delivered."""

    number = fields.String(required=True)
    customer_code = fields.String(required=True, allow_none=True)
    customer_name = fields.String(required=True, allow_none=True)
    product = fields.String(required=True)
    lot = fields.String(required=True, allow_none=True)
    gtin = fields.String(required=True, allow_none=True)
    quantity = fields.Decimal(required=True)
    delivered_on = fields.Date(required=True)


class LineFact(Schema):
    """A line as it was asked for."""

    line = fields.Integer(required=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    quantity = fields.Decimal(required=True)


class ReceivedLineFact(Schema):
    """What has come in on a line so far, and what of it will not come."""

    line = fields.Integer(required=True)
    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    received = fields.Decimal(required=True)
    missing = fields.Decimal(required=True)
    kept = fields.Decimal(required=True)
    outstanding = fields.Decimal(required=True)


class QuantityFact(Schema):
    """How many pieces of a line."""

    line = fields.Integer(required=True)
    quantity = fields.Decimal(required=True)


class ReturnFact(Schema):
    """What every fact about a return tells."""

    number = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    settlement = fields.UUID(required=True, allow_none=True)
    customer_code = fields.String(required=True, allow_none=True)
    customer_name = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)


class WithLines(ReturnFact):
    """… and its lines."""

    lines = fields.List(fields.Nested(LineFact), required=True)


class WithReason(ReturnFact):
    """… and why."""

    reason = fields.String(required=True)


class HandlingFact(ReturnFact):
    """… and how the goods are to be handled."""

    handling = fields.String(required=True)


class ApprovedFact(WithReason):
    """… who approved it in which role, at which value, and whether out of goodwill."""

    by = fields.String(required=True)
    role = fields.String(required=True)
    value = fields.Decimal(required=True)
    goodwill = fields.Boolean(required=True)


class ShippedFact(ReturnFact):
    """… and how the goods travel."""

    carrier = fields.String(required=True, allow_none=True)
    waybill = fields.String(required=True, allow_none=True)
    expected_on = fields.Date(required=True, allow_none=True)


class ReceivedFact(ReturnFact):
    """… and what has come in; `complete` when every piece is accounted for."""

    complete = fields.Boolean(required=True)
    lines = fields.List(fields.Nested(ReceivedLineFact), required=True)


class SplitLineFact(LineFact):
    """How many pieces of a line became which line of the other return."""

    into_line = fields.Integer(required=True)


class SplitFact(ReturnFact):
    """… and the return that a part of it is from now on."""

    into = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    lines = fields.List(fields.Nested(SplitLineFact), required=True)


class UnannouncedFact(WithLines):
    """… what was read off the goods, and where they lie."""

    code = fields.String(required=True)
    place = fields.String(required=True)


class MatchedFact(WithLines):
    """… and the return that the goods belong to."""

    matched_to = fields.String(required=True)


class ReviewedFact(ReturnFact):
    """… and how many pieces are approved for replacement."""

    approved = fields.List(fields.Nested(QuantityFact), required=True)


class SettledFact(ReturnFact):
    """… how many approved pieces were not replaced, and why that is agreed."""

    shortfall = fields.Decimal(required=True)
    reason = fields.String(required=True, allow_none=True)


class ReplacementFact(Schema):
    """Good goods that went out, or could not, line by line; `shortfall` is what is still owed afterwards."""

    number = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    lines = fields.List(fields.Nested(QuantityFact), required=True)
    shortfall = fields.Decimal(required=True)


class ReplacementShippedFact(ReplacementFact):
    """… and how they travel."""

    carrier = fields.String(required=True, allow_none=True)
    waybill = fields.String(required=True, allow_none=True)


class ReplacementShortFact(ReplacementFact):
    """… why, and until when it is expected."""

    reason = fields.String(required=True)
    expected_on = fields.Date(required=True, allow_none=True)
    owner = fields.String(required=True)


class MoveFact(QuantityFact):
    """Goods of a line that went from one place to another."""

    product = fields.String(required=True, allow_none=True)
    lot = fields.String(required=True, allow_none=True)
    from_place = fields.String(required=True)
    to_place = fields.String(required=True)


class MovedFact(Schema):
    """Returned goods were moved."""

    number = fields.String(required=True)
    complaint = fields.String(required=True, allow_none=True)
    moves = fields.List(fields.Nested(MoveFact), required=True)


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_RETURN = {
    "number": "RT-SZ-2026-000042",
    "complaint": "KS-SZ-2026-000123",
    "settlement": "019c3f4e-0b7a-7c3e-9d2f-5a1b2c3d4e5f",
    "customer_code": "C001",
    "customer_name": "Hamburg Pumps GmbH",
    "kind": "exchange",
    "state": "requested",
}
_LINES = [{"line": 1, "product": "P-100", "lot": "L2026-07", "quantity": "120"}]
_IN = [{"line": 1, "product": "P-100", "lot": "L2026-07", "received": "120", "missing": "0", "kept": "0", "outstanding": "0"}]
_PART = {"number": "RT-SZ-2026-000042", "complaint": "KS-SZ-2026-000123", "lines": [{"line": 1, "quantity": "100"}], "shortfall": "20"}

DELIVERY_RECORDED = _of(
    "delivery.recorded",
    DeliveryFact,
    {
        "number": "DN-2026-4711/1",
        "customer_code": "C001",
        "customer_name": "Hamburg Pumps GmbH",
        "product": "P-100",
        "lot": "L2026-07",
        "gtin": "09501101020917",
        "quantity": "500",
        "delivered_on": "2026-08-14",
    },
    "A line was delivered, or a delivered line was corrected",
)
RETURN_REQUESTED = _of("return.requested", WithLines, {**_RETURN, "lines": _LINES}, "Goods are to come back")
RETURN_RECORDED = _of(
    "return.recorded", WithLines, {**_RETURN, "state": "closed", "lines": _LINES}, "A past return was taken over from another system"
)
HANDLING_DECIDED = _of(
    "return.handling_decided",
    HandlingFact,
    {**_RETURN, "state": "handling_decided", "handling": "Exchange; test 13 pieces."},
    "Quality's way of handling is known to the warehouse",
)
RETURN_SUBMITTED = _of(
    "return.submitted", WithLines, {**_RETURN, "state": "awaiting_approval", "lines": _LINES}, "A return was put to the lead"
)
RETURN_APPROVED = _of(
    "return.approved",
    ApprovedFact,
    {**_RETURN, "state": "authorised", "reason": "Seal leaks.", "by": "wang.fang", "role": "lead", "value": "2400", "goodwill": False},
    "A lead approved a return",
)
RETURN_AUTHORISED = _of("return.authorised", WithLines, {**_RETURN, "state": "authorised", "lines": _LINES}, "The goods may come")
RETURN_SPLIT = _of(
    "return.split",
    SplitFact,
    {**_RETURN, "state": "in_transit", "into": "RT-SZ-2026-000043", "reason": "Two pallets.", "lines": [{**_LINES[0], "into_line": 1}]},
    "A part of a return is a return of its own from now on",
)
RETURN_REJECTED = _of("return.rejected", WithReason, {**_RETURN, "state": "rejected", "reason": "Out of warranty."}, "A return was refused")
RETURN_CANCELLED = _of(
    "return.cancelled", WithReason, {**_RETURN, "state": "cancelled", "reason": "Complaint withdrawn."}, "A return is not needed any more"
)
RETURN_SHIPPED = _of(
    "return.shipped",
    ShippedFact,
    {**_RETURN, "state": "in_transit", "carrier": "DHL", "waybill": "JD0142", "expected_on": "2026-12-04"},
    "Returned goods are on their way",
)
RETURN_RECEIVED = _of(
    "return.received", ReceivedFact, {**_RETURN, "state": "received", "complete": True, "lines": _IN}, "Returned goods came in"
)
RETURN_UNANNOUNCED = _of(
    "return.unannounced",
    UnannouncedFact,
    {**_RETURN, "complaint": None, "state": "arrived_unannounced", "lines": _LINES, "code": "L2026-07", "place": "QUARANTINE"},
    "Goods came back that nobody had announced",
)
RETURN_MATCHED = _of(
    "return.matched",
    MatchedFact,
    {**_RETURN, "number": "RT-SZ-2026-000043", "state": "matched", "lines": _LINES, "matched_to": "RT-SZ-2026-000042"},
    "Unannounced goods turned out to belong to an expected return",
)
RETURN_SENT_BACK = _of(
    "return.sent_back", WithReason, {**_RETURN, "state": "sent_back", "reason": "Not our product."}, "Unannounced goods go back"
)
RETURN_REVIEWED = _of(
    "return.reviewed",
    ReviewedFact,
    {**_RETURN, "state": "reviewed", "approved": [{"line": 1, "quantity": "120"}]},
    "Quality's review was applied to the goods that came in",
)
RETURN_SETTLED = _of(
    "return.settled", SettledFact, {**_RETURN, "state": "settled", "shortfall": "0", "reason": None}, "What was owed has been given"
)
RETURN_CLOSED = _of("return.closed", ReturnFact, {**_RETURN, "state": "closed"}, "A return was closed")
REPLACEMENT_SHIPPED = _of(
    "replacement.shipped", ReplacementShippedFact, {**_PART, "carrier": "DHL", "waybill": "JD0199"}, "Good goods went out for returned ones"
)
REPLACEMENT_SHORT = _of(
    "replacement.short",
    ReplacementShortFact,
    {**_PART, "lines": [{"line": 1, "quantity": "20"}], "reason": "No stock.", "expected_on": "2026-12-20", "owner": "sun.lei"},
    "Approved goods cannot go out for the time being",
)
GOODS_MOVED = _of(
    "goods.moved",
    MovedFact,
    {
        "number": "RT-SZ-2026-000042",
        "complaint": "KS-SZ-2026-000123",
        "moves": [
            {"line": 1, "quantity": "120", "product": "P-100", "lot": "L2026-07", "from_place": "CUSTOMER", "to_place": "QUARANTINE"}
        ],
    },
    "Returned goods went from one place to another",
)
EVENTS = (
    DELIVERY_RECORDED,
    RETURN_REQUESTED,
    RETURN_RECORDED,
    HANDLING_DECIDED,
    RETURN_SUBMITTED,
    RETURN_APPROVED,
    RETURN_AUTHORISED,
    RETURN_SPLIT,
    RETURN_REJECTED,
    RETURN_CANCELLED,
    RETURN_SHIPPED,
    RETURN_RECEIVED,
    RETURN_UNANNOUNCED,
    RETURN_MATCHED,
    RETURN_SENT_BACK,
    RETURN_REVIEWED,
    RETURN_SETTLED,
    RETURN_CLOSED,
    REPLACEMENT_SHIPPED,
    REPLACEMENT_SHORT,
    GOODS_MOVED,
    COST_RECORDED,
    *ONSITE_EVENTS,
)
