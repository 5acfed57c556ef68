"""Which quantities came in on which lines: plain data between matching and booking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Booking:
    """A quantity that came in on one line: by which scan (none by hand), how, when; negative when it turned out to belong elsewhere."""

    line_id: UUID
    quantity: Decimal
    how: str
    place: str
    at: datetime
    scan_id: UUID | None = None


def totals(bookings: Iterable[Booking]) -> dict[tuple[UUID, str], Decimal]:
    """Quantity per line and place, in their order, so that two transactions touch them in the same order."""
    found: dict[tuple[UUID, str], Decimal] = {}
    for booking in bookings:
        key = (booking.line_id, booking.place)
        found[key] = found.get(key, Decimal(0)) + booking.quantity
    return dict(sorted(found.items()))
