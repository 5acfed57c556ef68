"""One cost of a return or of an on-site job."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_returns.database import Base

KINDS = ("freight_in", "freight_out", "handling", "material", "credit")
"""退回运费, 补发运费, 处理费, 材料费, 赔付."""
CURRENCY = "CNY"
"""Offered first, and meant where nobody says another."""


class Cost(Base):
    """Money that a return or an on-site job cost. Never changed: a correction is a further line with a negative amount.

    `subject` is the number of the return or of the job, whichever of the two it belongs to.
    """

    __tablename__ = "cost"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    return_id: Mapped[UUID | None] = mapped_column(ForeignKey("return.id"))
    onsite_job_id: Mapped[UUID | None] = mapped_column(ForeignKey("onsite_job.id"))
    kind: Mapped[str] = mapped_column(String(16))
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str | None]
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("amount <> 0", name="not_nothing"),
        CheckConstraint("num_nonnulls(return_id, onsite_job_id) = 1", name="of_one"),
        CheckConstraint("amount > 0 OR note IS NOT NULL", name="correction_explained"),
        Index("ix_cost_list", "recorded_at", "id"),
    )
