"""An action of a corrective action report (措施): who does what until when, and the proof."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_capa.database import Base
from kesu_common.states import StateTable

ACTION_STATES = StateTable("action", {("open", "do"): "done", ("open", "drop"): "dropped"})


class PlannedAction(Base):
    """One chosen action (D5), implemented (D6) when `done`, with evidence."""

    __tablename__ = "action"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), index=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    """`<capa number>/<line>`: what tasks and facts call it."""
    line: Mapped[int]
    site: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    description: Mapped[str]
    department: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date | None]
    overdue_at: Mapped[datetime | None]
    """When it was stated that its date has passed: once for each action, also while two workers look."""
    evidence: Mapped[str | None]
    done_by: Mapped[str | None] = mapped_column(String(200))
    done_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("capa_id", "line", name="uq_action_line"),
        Index("ix_action_open", "site", "due_on", postgresql_where=text("state = 'open'")),
    )
