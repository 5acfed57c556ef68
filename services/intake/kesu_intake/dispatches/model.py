"""Questions that sales puts to the departments, and their answers (分发与回复)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.states import StateTable
from kesu_intake.database import Base

DEPARTMENTS = ("quality", "rnd", "production")
"""Whom sales can ask (clauses 3.3, 3.4, 3.5). Quality answers by its verdict, the others on intake's own page."""

DISPATCH_STATES = StateTable("dispatch", {("open", "answer"): "answered", ("open", "cancel"): "cancelled"})


class Dispatch(Base):
    """One question to one department. At most one is open per complaint and department."""

    __tablename__ = "dispatch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    site: Mapped[str] = mapped_column(String(16))
    round: Mapped[int]
    department: Mapped[str] = mapped_column(String(32))
    question: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=DISPATCH_STATES.initial)
    dispatched_by: Mapped[str] = mapped_column(String(200))
    dispatched_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str | None]
    answered_by: Mapped[str | None] = mapped_column(String(200))
    answered_at: Mapped[datetime | None]

    __table_args__ = (Index("uq_dispatch_open", "complaint_number", "department", unique=True, postgresql_where=text("state = 'open'")),)
