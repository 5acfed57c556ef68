"""Nonconforming goods (不合格品) and what becomes of them. Quantities balance at every step; the database refuses what does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable
from kesu_quality.database import Base

GOODS_STATES = StateTable(
    "goods",
    {
        ("quarantined", "receive"): "quarantined",
        ("quarantined", "judge"): "quarantined",
        ("quarantined", "dispose"): "quarantined",
        ("quarantined", "ask_consent"): "quarantined",
        ("quarantined", "record_consent"): "quarantined",
        ("quarantined", "report_work"): "quarantined",
        ("quarantined", "reinspect"): "quarantined",
        ("quarantined", "empty"): "in_work",
        ("in_work", "receive"): "quarantined",
        ("in_work", "record_consent"): "in_work",
        ("in_work", "judge"): "in_work",
        ("in_work", "report_work"): "in_work",
        ("in_work", "reinspect"): "in_work",
        ("in_work", "refill"): "quarantined",
        ("in_work", "finish"): "settled",
        ("settled", "receive"): "quarantined",
        ("settled", "judge"): "settled",
        ("settled", "record_consent"): "settled",
    },
)
"""`empty`, `refill` and `finish` follow from the quantities: nothing undecided is left, something failed re-inspection, all is done."""

MAIN_WAY = ("quarantined", "in_work", "settled")

WORK = ("repair", "rework")
DISPOSITIONS = ("repair", "rework", "downgrade", "scrap", "concession", "return_to_customer", "accept")
"""返修, 返工, 降级, 报废, 让步接收, 退还客户, 合格入库. Nothing else becomes of nonconforming goods."""
OF_OURS = {"repair": "repaired", "rework": "reworked", "downgrade": "downgraded", "scrap": "scrapped", "concession": "conceded"}
"""What becomes of goods that are our fault, and the column that counts it (equation 4)."""
OF_OTHERS = {"return_to_customer": "returned", "accept": "accepted"}
"""What becomes of goods that are not our fault, or have none."""
RELEASING = frozenset({"downgrade", "concession", "accept"})
"""Dispositions that let goods out of quarantine for use at once."""
BY_LEAD = frozenset({"scrap", "concession"})
"""Dispositions that only a lead may decide (clause 4.1.3.4-b)."""


AGES: Mapping[str, tuple[int, int]] = {"week": (0, 7), "month": (7, 30), "quarter": (30, 90), "older": (90, 36_500)}
"""How long goods have lain in quarantine: from and up to so many days."""


class Goods(Aggregate, Base):
    """Goods of one lot that came in as nonconforming, in quarantine until each piece has its disposition (隔离).

    Equations of the domain, held by the database:
    3. received = ours + not_ours + no_fault_found + under_test
    4. ours = repaired + reworked + downgraded + scrapped + conceded + open; the rest = returned + accepted + open_others
    5. worked = passed + failed + waiting, over all rounds; what failed is open again: repaired + reworked = worked - failed
    """

    __tablename__ = "goods"

    return_number: Mapped[str | None] = mapped_column(String(64))
    line: Mapped[int | None]
    complaint: Mapped[str | None] = mapped_column(String(64), index=True)
    customer_code: Mapped[str | None] = mapped_column(String(64))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    product: Mapped[str | None] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100), index=True)
    place: Mapped[str | None] = mapped_column(String(100))
    found: Mapped[str | None]
    """How goods that are not a return came to be nonconforming."""
    quarantined_at: Mapped[datetime] = mapped_column(default=clock.now)
    received: Mapped[Decimal] = mapped_column(Quantity)
    ours: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    not_ours: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    no_fault_found: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    under_test: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    open: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    repaired: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    reworked: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    downgraded: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    scrapped: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    conceded: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    open_others: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    returned: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    accepted: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    worked: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    passed: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    failed: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    waiting: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    consent: Mapped[bool | None]
    """Whether the customer agreed to a concession; `None` while nobody has asked, or the answer is not in."""
    consent_evidence: Mapped[str | None]
    consent_by: Mapped[str | None] = mapped_column(String(200))
    consent_at: Mapped[datetime | None]
    dispositions: Mapped[list[Disposition]] = relationship(order_by="Disposition.part", cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (
        CheckConstraint("received > 0 AND received = ours + not_ours + no_fault_found + under_test", name="equation_3"),
        CheckConstraint("ours = repaired + reworked + downgraded + scrapped + conceded + open", name="equation_4"),
        CheckConstraint("not_ours + no_fault_found = returned + accepted + open_others", name="equation_4_others"),
        CheckConstraint("worked = passed + failed + waiting AND repaired + reworked = worked - failed", name="equation_5"),
        CheckConstraint(
            "least(ours, not_ours, no_fault_found, under_test, open, repaired, reworked, downgraded, scrapped, conceded) >= 0 "
            "AND least(open_others, returned, accepted, worked, passed, failed, waiting) >= 0",
            name="not_negative",
        ),
        CheckConstraint("consent IS NULL OR consent_evidence IS NOT NULL", name="consent_shown"),
        Index("ix_goods_open", "quarantined_at", "id", postgresql_where=text("state <> 'settled'")),
        Index("uq_goods_return_line", "return_number", "line", unique=True, postgresql_where=text("return_number IS NOT NULL")),
        Index("ix_goods_quarantined", "quarantined_at", "id"),
        Index("ix_goods_created", "created_at", "id"),
    )

    @property
    def undecided(self) -> Decimal:
        """How many pieces lie in quarantine without a disposition."""
        return self.under_test + self.open + self.open_others

    @property
    def age(self) -> int:
        """Whole days since they were put aside."""
        return (clock.now() - self.quarantined_at).days

    @property
    def released(self) -> Decimal:
        """How many pieces may be used or sold again."""
        return self.passed + self.downgraded + self.conceded + self.accepted


class Disposition(Base):
    """What is done with a part of the goods (处置), `part` counts them.

    Of repair and rework: how much is in work, waits for inspection, passed, failed.
    """

    __tablename__ = "disposition"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    goods_id: Mapped[UUID] = mapped_column(ForeignKey("goods.id"))
    part: Mapped[int]
    disposition: Mapped[str] = mapped_column(String(32))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    department: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None]
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    in_work: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    to_inspect: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    passed: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    failed: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))

    __table_args__ = (
        UniqueConstraint("goods_id", "part", name="uq_disposition_part"),
        CheckConstraint("quantity > 0 AND least(in_work, to_inspect, passed, failed) >= 0", name="not_negative"),
        CheckConstraint(
            "CASE WHEN disposition IN ('repair', 'rework') THEN quantity ELSE 0 END = in_work + to_inspect + passed + failed",
            name="equation_5",
        ),
    )

    @property
    def lasting(self) -> Decimal:
        """The quantity that has not come back by failing re-inspection."""
        return self.quantity - self.failed


class Reinspection(Base):
    """One re-inspection (复检) of what was repaired or reworked (clause 4.1.3.4-c)."""

    __tablename__ = "reinspection"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    goods_id: Mapped[UUID] = mapped_column(ForeignKey("goods.id"), index=True)
    part: Mapped[int]
    passed: Mapped[Decimal] = mapped_column(Quantity)
    failed: Mapped[Decimal] = mapped_column(Quantity)
    method: Mapped[str]
    inspector: Mapped[str] = mapped_column(String(200))
    inspected_at: Mapped[datetime] = mapped_column(default=clock.now)
