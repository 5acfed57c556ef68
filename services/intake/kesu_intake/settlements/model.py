"""What was agreed with the customer (与客户约定的处理方式)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.columns import Quantity
from kesu_intake.database import Base

EXPLAIN = "explain"
REWORK = "rework"
KINDS = ("answer", "exchange", "return", REWORK, EXPLAIN)
"""Ways to settle (clauses 4.1.3.1-d, 4.1.3.3, 4.1.3.7-d); a lead's `goodwill` stands beside them."""
GOODWILL = "goodwill"
MOVES_GOODS = frozenset({"exchange", "return"})
"""Kinds that bring goods back, so that returns opens a return for each."""
HELD_BY_RETURNS = MOVES_GOODS | {REWORK}
"""Kinds of which the complaint may not end before returns has opened, and ended, a return or an on-site job for them."""
ENDS = ("replaced", "cancelled", "rejected")
"""What ends an agreement: another in its place, or what becomes of the return or the job that it had opened."""


class Settlement(Base):
    """One agreement, or a lead's goodwill decision: what, how many, with whom, when (clause 3.2-e)."""

    __tablename__ = "settlement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    round: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    terms: Mapped[str]
    agreed_with: Mapped[str] = mapped_column(String(200))
    agreed_at: Mapped[datetime]
    requested_by: Mapped[str] = mapped_column(String(200))
    """Login of who made it: nobody approves the own request later."""
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended: Mapped[str | None] = mapped_column(String(16))
    """Why it does not hold any more, one of `ENDS`; and since when."""
    ended_at: Mapped[datetime | None]
