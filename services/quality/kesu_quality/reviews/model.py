"""The review of a return (退货评审) and its lines."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable
from kesu_quality.database import Base

REVIEW_STATES = StateTable(
    "review",
    {
        ("opened", "convene"): "convened",
        ("opened", "record"): "decided",
        ("opened", "cancel"): "cancelled",
        ("convened", "convene"): "convened",
        ("convened", "record"): "decided",
        ("convened", "sign"): "convened",
        ("convened", "cancel"): "cancelled",
        ("decided", "correct"): "decided",
        ("decided", "sign"): "decided",
        ("decided", "note"): "decided",
    },
)
MAIN_WAY = ("opened", "convened", "decided")
PARTS = ("ours", "not_ours", "no_fault_found")


class Review(Aggregate, Base):
    """The review of one return. `due_at` is one working day after quality had the form (clause 4.1.3.7-c), not after the goods came.

    `participants` are [{department, name}]; `noted_by` maps a department to who has read the result.
    """

    __tablename__ = "review"

    return_number: Mapped[str] = mapped_column(String(64), unique=True)
    complaint: Mapped[str | None] = mapped_column(String(64), index=True)
    customer_code: Mapped[str | None] = mapped_column(String(64))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    form_at: Mapped[datetime]
    due_at: Mapped[datetime]
    complete: Mapped[bool] = mapped_column(default=False)
    """Whether every piece of the return has come in, or is known not to come."""
    participants: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    result: Mapped[str | None]
    capa_needed: Mapped[bool | None]
    capa_reason: Mapped[str | None]
    responsible_department: Mapped[str | None] = mapped_column(String(32))
    defect_code: Mapped[str | None] = mapped_column(ForeignKey("defect.code"))
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None]
    noted_by: Mapped[dict[str, Any]] = mapped_column(default=dict)
    round: Mapped[int] = mapped_column(default=0)
    """How many results were recorded so far."""
    statements: Mapped[list[Statement]] = relationship(order_by="Statement.said_at", cascade="all, delete-orphan", lazy="selectin")
    lines: Mapped[list[ReviewLine]] = relationship(order_by="ReviewLine.line", cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (
        Index("ix_review_due", "due_at", "id"),
        Index("ix_review_open", "due_at", "id", postgresql_where=text("state IN ('opened', 'convened')")),
        Index("ix_review_created", "created_at", "id"),
    )

    @property
    def nothing_came(self) -> bool:
        """Whether it is known that no piece of the return comes."""
        return self.complete and not any(line.received for line in self.lines)

    @property
    def signed(self) -> int:
        """How many of the departments that take part have signed under the last result."""
        taking_part = {participant["department"] for participant in self.participants}
        return len({said.department for said in self.statements if said.signed and said.round == self.round} & taking_part)

    @property
    def in_time(self) -> bool | None:
        """Whether the result was recorded in time; `None` while there is none."""
        return None if self.decided_at is None else self.decided_at <= self.due_at


class Statement(Base):
    """What one participant says of a review (会签意见): signs, or does not, with words. Said again it replaces what the same person said.

    `round` counts the results that were recorded when it was said: a signature stands under that result, not under one corrected later.
    """

    __tablename__ = "review_statement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    round: Mapped[int]
    department: Mapped[str] = mapped_column(String(32))
    login: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    signed: Mapped[bool]
    comment: Mapped[str | None]
    said_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("review_id", "round", "department", "login", name="uq_review_statement_once"),
        CheckConstraint("signed OR comment IS NOT NULL", name="says_something"),
    )


class ReviewLine(Base):
    """A line of the return: what was asked for, what came in, and how much of it is whose fault (equation 3 of the domain)."""

    __tablename__ = "review_line"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    line: Mapped[int]
    product: Mapped[str | None] = mapped_column(String(200))
    lot: Mapped[str | None] = mapped_column(String(100))
    requested: Mapped[Decimal] = mapped_column(Quantity)
    received: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    ours: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    not_ours: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    no_fault_found: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))

    __table_args__ = (
        UniqueConstraint("review_id", "line", name="uq_review_line"),
        CheckConstraint("ours >= 0 AND not_ours >= 0 AND no_fault_found >= 0 AND received >= 0", name="not_negative"),
        CheckConstraint("ours + not_ours + no_fault_found <= greatest(requested, received)", name="within_return"),
    )

    @property
    def judged(self) -> Decimal:
        """How many pieces the review has judged."""
        return self.ours + self.not_ours + self.no_fault_found
