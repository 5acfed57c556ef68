"""Quality's case (品质检验任务) and its states."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.database.columns import Quantity
from kesu_common.states import StateTable
from kesu_quality.database import Base

CASE_STATES = StateTable(
    "case",
    {
        ("opened", "plan"): "testing",
        ("opened", "record"): "testing",
        ("opened", "withdraw"): "closed",
        ("testing", "plan"): "testing",
        ("testing", "record"): "testing",
        ("testing", "judge"): "judged",
        ("testing", "withdraw"): "closed",
        ("judged", "record"): "judged",
        ("judged", "revise"): "testing",
        ("judged", "close"): "closed",
        ("judged", "withdraw"): "closed",
        ("closed", "record"): "closed",
        ("closed", "reopen"): "testing",
    },
)
"""A test that comes after the verdict is kept, and marked late: it changes nothing until somebody revises the verdict."""

MAIN_WAY = ("opened", "testing", "judged", "closed")
SOURCES = ("complaint", "manual")
SEVERITIES = ("minor", "major", "critical")


class Case(Aggregate, Base):
    """What quality has to find out about one complaint, or about a lot that came to its attention otherwise.

    `text` is the customer's complaint in the site's working language, `question` what sales asked; `round` counts how often judging began.
    """

    __tablename__ = "quality_case"

    complaint: Mapped[str | None] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(16))
    customer_code: Mapped[str | None] = mapped_column(String(64))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    product: Mapped[str | None] = mapped_column(String(200), index=True)
    lot: Mapped[str | None] = mapped_column(String(100))
    serial: Mapped[str | None] = mapped_column(String(100))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    severity: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    question: Mapped[str | None]
    due_at: Mapped[datetime]
    received_on: Mapped[date]
    manufactured_on: Mapped[date | None]
    plan: Mapped[str | None]
    verdict: Mapped[str | None] = mapped_column(String(32))
    """The verdict that holds now; `None` while there is none, and while it is being revised."""
    round: Mapped[int] = mapped_column(default=1)
    tests: Mapped[int] = mapped_column(default=0)
    opened_by: Mapped[str] = mapped_column(String(200))
    closing_note: Mapped[str | None]

    __table_args__ = (
        Index("uq_quality_case_complaint", "complaint", unique=True, postgresql_where=sql("complaint IS NOT NULL")),
        Index("ix_quality_case_open", "due_at", "id", postgresql_where=sql("state IN ('opened', 'testing')")),
        Index("ix_quality_case_due", "due_at", "id"),
        Index("ix_quality_case_created", "created_at", "id"),
    )

    @property
    def standard_day(self) -> date:
        """The day whose standard counts: of manufacture if it is known, else of receipt."""
        return self.manufactured_on or self.received_on
