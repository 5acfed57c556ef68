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
    since: datetime | None = None
    """Since when it lies there by the right time; now, when none is given."""


def totals(bookings: Iterable[Booking]) -> list[tuple[UUID, str, Decimal, datetime | None]]:
    """Quantity per line and place, and since when the last of it lies there. In their order, so that two transactions touch them in the
    same order.
    """
    found: dict[tuple[UUID, str], list[Booking]] = {}
    for booking in bookings:
        found.setdefault((booking.line_id, booking.place), []).append(booking)
    return [
        (line, place, sum((each.quantity for each in same), Decimal(0)), max((each.since for each in same if each.since), default=None))
        for (line, place), same in sorted(found.items())
    ]
