"""An action of a corrective action report (措施): who does what until when, and the proof."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_capa.database import Base
from kesu_common.states import StateTable

ACTION_STATES = StateTable(
    "action",
    {
        ("candidate", "choose"): "open",
        ("candidate", "reject"): "rejected",
        ("open", "depend"): "open",
        ("open", "do"): "done",
        ("open", "drop"): "dropped",
        ("done", "validate"): "done",
        ("done", "redo"): "open",
    },
)
"""A candidate is chosen or rejected; what was done and does not do what it should is open again (`redo`)."""


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
    cause_line: Mapped[int | None]
    """The root cause that it acts upon."""
    effect_score: Mapped[int | None]
    cost_score: Mapped[int | None]
    risk_score: Mapped[int | None]
    """1 (little) to 5 (much), as the team sees it."""
    decided_because: Mapped[str | None]
    """Why it was chosen, rejected or dropped."""
    after: Mapped[list[int]] = mapped_column(JSONB, default=list)
    """The lines of the actions that have to be done before."""
    evidence: Mapped[str | None]
    validated_how: Mapped[str | None]
    """D6: how it was seen that the implemented action does what it should, or that it does not."""
    validated_by: Mapped[str | None] = mapped_column(String(200))
    validated_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(200))
    done_at: Mapped[datetime | None]

    @property
    def score(self) -> int | None:
        """Effect counts twice, cost and risk once each against it; none as long as one of them is not known."""
        known = [one for one in (self.effect_score, self.cost_score, self.risk_score) if one is not None]
        return 2 * known[0] - known[1] - known[2] if len(known) == 3 else None

    __table_args__ = (
        UniqueConstraint("capa_id", "line", name="uq_action_line"),
        Index("ix_action_open", "site", "due_on", postgresql_where=text("state = 'open'")),
    )
