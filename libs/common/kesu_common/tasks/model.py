"""The table of work items and the levels that an open one passes as its time runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common.database.columns import CommonBase
from kesu_common.states import StateTable

STATES = StateTable(
    "task",
    {
        ("open", "assign"): "open",
        ("open", "finish"): "done",
        ("open", "cancel"): "cancelled",
        ("done", "reopen"): "open",
        ("cancelled", "reopen"): "open",
    },
)


@dataclass(frozen=True)
class Level:
    """A share of the working time at which something is stated, and to whom it goes then."""

    share: float
    column: str
    to: str | None = None


LEVELS = (
    Level(0.75, "warn_at"),
    Level(1.00, "due_at"),
    Level(1.25, "lead_at", to="lead"),
    Level(2.00, "gm_at", to="gm"),
)
"""Warn at 75 %, alarm at 100 %, escalate to the lead at 125 % and to the general manager at 200 % of the working time."""


class Task(CommonBase):
    """One piece of work (任务): what, about which record, for which department, due when and why then.

    `subject` is the record's number. `level` counts the levels (see `LEVELS`) that have been stated, `next_at` is when the next one
    will be; a task that is not open has none.
    """

    __tablename__ = "task"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    site: Mapped[str] = mapped_column(String(16))
    case_number: Mapped[str | None] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(32))
    assignee: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default=STATES.initial)
    title: Mapped[str]
    params: Mapped[dict[str, Any]]
    page: Mapped[str]
    opened_at: Mapped[datetime]
    start_at: Mapped[datetime]
    warn_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lead_at: Mapped[datetime]
    gm_at: Mapped[datetime]
    provisional: Mapped[bool]
    why: Mapped[list[dict[str, Any]]]
    level: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it once)
    __table_args__ = (
        Index("uq_task_open", "kind", "subject", "role", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_task_next", "next_at", postgresql_where=text("state = 'open' AND next_at IS NOT NULL")),
        Index("ix_task_subject", "subject"),
    )

    @property
    def number(self) -> str:
        """The number of the record that the task is about: the subject of its facts."""
        return self.subject

    def level_at(self, index: int) -> datetime | None:
        """When the level with this index is reached; `None` beyond the last."""
        return getattr(self, LEVELS[index].column) if index < len(LEVELS) else None
