"""A batch of scans as it is worked on: what was sent, what its code says, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from kesu_returns.scans.codes import Code
from kesu_returns.scans.matching import Match

MOST = 1000
"""Scans in one batch."""


@dataclass(slots=True)
class Item:
    """One scan of a batch. `status` is what it is answered, `reason` a code of why; `match` is set for arrivals that can be read."""

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
    status: str = "accepted"
    reason: str | None = None
    return_number: str | None = None
    match: Match | None = None
    id: UUID = field(default_factory=uuid7)

    @property
    def key(self) -> tuple[str, int]:
        """What identifies the scan."""
        return self.device, self.sequence

    def answer(self) -> dict[str, Any]:
        """What the device is told."""
        return {
            "device": self.device,
            "sequence": self.sequence,
            "status": self.status,
            "reason": self.reason,
            "return_number": self.return_number,
            "quantity": self.quantity,
            "clock_offset": self.clock_offset,
        }

    def row(self, site: str, by: str, received_at: datetime) -> dict[str, Any]:
        """The row that is kept."""
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
        }
