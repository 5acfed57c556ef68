"""One cost of a case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_quality.database import Base

KINDS = ("hours", "material", "freight", "credit")
"""人工, 材料, 运费, 赔付."""


class Cost(Base):
    """Money that a case cost. Of working hours `quantity` says how many; a correction is a further line with a negative amount."""

    __tablename__ = "cost"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    case_number: Mapped[str] = mapped_column(ForeignKey("quality_case.number"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str | None]
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("amount <> 0", name="not_nothing"),
        CheckConstraint("(kind = 'hours') = (quantity IS NOT NULL)", name="hours"),
    )


class ReturnedCost(Base):
    """What returns told that a return or an on-site job cost: a copy, under the id that returns gave it.

    It belongs to the case of its complaint; a cost told before the return had a complaint belongs where the return does (`subject`).
    """

    __tablename__ = "returned_cost"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    complaint: Mapped[str | None] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str | None]
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
