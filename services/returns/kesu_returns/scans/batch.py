"""A batch of scans as it is worked on: what was sent, what its code says, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.numbers import plain
from kesu_returns.scans.codes import Code
from kesu_returns.scans.matching import Match

MOST = 1000
"""Scans in one batch."""


def booked(return_number: str, quantity: Decimal, place: str) -> dict[str, str]:
    """Pieces of one scan that were booked on a return, and the place where they lie now, as `BookedOut` describes it."""
    return {"return_number": return_number, "quantity": plain(quantity), "place": place}


@dataclass(slots=True)
class Item:
    """One scan of a batch. `status` is what it is answered, `reason` a code of why; `match` is set for arrivals that can be read.

    `first` is what it was answered when it came before: status and reason. `booked`: how many pieces went where in the books.
    """

    device: str
    sequence: int
    action: str
    raw: str
    code: Code
    quantity: Decimal
    place: str | None
    scanned_at: datetime
    within: str | None
    counted: bool = True
    """Whether the quantity was said, by the device or by the code; else it is one piece."""
    clock_offset: int | None = None
    timed: bool = False
    """Whether the device said when it sent the batch, so that its clock can be compared with others."""
    status: str = "accepted"
    reason: str | None = None
    return_number: str | None = None
    match: Match | None = None
    first: tuple[str, str | None] | None = None
    booked: list[Mapping[str, Any]] = field(default_factory=list)
    place_known: bool = True
    """Whether its place is one of the site's."""
    return_known: bool = True
    """Whether there is such a return as the one that is said to be unpacked."""
    id: UUID = field(default_factory=uuid7)

    @property
    def key(self) -> tuple[str, int]:
        """What identifies the scan."""
        return self.device, self.sequence

    @property
    def made_at(self) -> datetime:
        """When it was scanned by the right time, as far as that is known; never in the future."""
        return min(self.scanned_at - timedelta(seconds=self.clock_offset or 0), clock.now())

    @property
    def went_apart(self) -> bool:
        """Whether where its pieces are booked is more than its return and its place say."""
        return bool(self.booked) and (self.action != "arrive" or self.status == "unmatched")

    def answer(self) -> dict[str, Any]:
        """What the device is told, as `AnswerOut` describes it."""
        return {
            "device": self.device,
            "sequence": self.sequence,
            "status": self.status,
            "reason": self.reason,
            "return_number": self.return_number,
            "quantity": plain(self.quantity),
            "clock_offset": self.clock_offset,
            "first": self.first and {"status": self.first[0], "reason": self.first[1]},
            "booked": self.booked,
            "place_known": self.place_known,
            "return_known": self.return_known,
        }

    def row(self, site: str, by: str, received_at: datetime, *, where: bool) -> dict[str, Any]:
        """The row that is kept, with what was booked `where` if that is no matter of course."""
        return {
            "id": self.id,
            "site": site,
            "device": self.device,
            "sequence": self.sequence,
            "action": self.action,
            "raw": self.raw,
            "code_kind": self.code.kind,
            "gtin": self.code.gtin,
            "lot": self.code.lot,
            "serial": self.code.serial,
            "quantity": self.quantity,
            "place": self.place,
            "scanned_at": self.scanned_at,
            "clock_offset": self.clock_offset,
            "received_at": received_at,
            "by": by,
            "status": self.status,
            "reason": self.reason,
            "return_number": self.return_number,
            **({"booked": self.booked} if where else {}),
        }
