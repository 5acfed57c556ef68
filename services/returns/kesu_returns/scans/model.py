"""Scans (扫码记录): what was read, by which device, when and where, and what came of it. Only ever added to."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.columns import Quantity
from kesu_returns.database import Base

SCAN_ACTIONS = ("arrive", "quarantine", "move", "load", "ship", "deliver")
"""到货, 隔离, 移动, 装车, 发出, 送达."""

STATUSES = ("accepted", "already_known", "unreadable", "unmatched")
"""What a scan is answered. `already_known` is an answer only: the first one was kept, with its own status."""


REASONS = (
    *("unknown", "excess", "ambiguous", "not_expected", "no_place", "too_few", "held", "overtaken"),
    *("place_label", "already_there", "differs"),
)
"""Why a code that could be read was not simply accepted: nobody knows it, more than expected, several returns wait for it, its return may
not come now; it was to be carried and nobody said where to, fewer lie elsewhere, nobody has decided that they may go there, or they were
carried further since; it is no label of goods but of a place, or the device sent another code under the same number. And of one that was:
the goods lay there already."""


class Scan(Base):
    """One reading of one code. Device and the device's own sequence number identify it, so sending it again is harmless.

    `raw` is the code exactly as it came (a NUL, which PostgreSQL cannot keep, as U+2400); `scanned_at` is the device's clock, hours old
    perhaps; `clock_offset` is by how many seconds that clock is ahead (negative: behind), where the device let it be known. `booked`: which
    pieces went where, as the device was told, where they were not all expected.
    """

    __tablename__ = "scan"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site: Mapped[str] = mapped_column(String(16))
    device: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(String(16))
    raw: Mapped[str] = mapped_column(String(1000))
    code_kind: Mapped[str] = mapped_column(String(16))
    gtin: Mapped[str | None] = mapped_column(String(14))
    lot: Mapped[str | None] = mapped_column(String(64))
    serial: Mapped[str | None] = mapped_column(String(64))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    place: Mapped[str | None] = mapped_column(String(64))
    scanned_at: Mapped[datetime]
    clock_offset: Mapped[int | None]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    return_number: Mapped[str | None] = mapped_column(String(64))
    booked: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))

    __table_args__ = (
        UniqueConstraint("device", "sequence"),
        CheckConstraint("quantity > 0", name="something_scanned"),
        CheckConstraint("status IN ('accepted', 'unreadable', 'unmatched')", name="status_known"),
        Index("ix_scan_list", "received_at", "id"),
        Index("ix_scan_return_number", "return_number"),
        Index("ix_scan_work", "received_at", postgresql_where=status != "accepted"),
    )
