"""The read model of all services' tasks. Can be thrown away and rebuilt from the journals."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.i18n import N_
from kesu_desk.database import Base

LEVELS = (N_("in_time"), N_("due_soon"), N_("overdue"), N_("with_the_lead"), N_("with_the_gm"))
"""Names of a task's levels 0 to 4, see `kesu_common.tasks.model.LEVELS`."""


class WorkItem(Base):
    """One task of one service, as its latest fact described it. `sequence` is that fact's number in the service's journal."""

    __tablename__ = "work_item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    site: Mapped[str] = mapped_column(String(16))
    case_number: Mapped[str | None] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(32))
    assignee: Mapped[str | None] = mapped_column(String(64))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    page: Mapped[str]
    opened_at: Mapped[datetime]
    start_at: Mapped[datetime]
    due_at: Mapped[datetime]
    provisional: Mapped[bool]
    why: Mapped[list[dict[str, Any]]]
    level: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    done_by: Mapped[str | None] = mapped_column(String(64))
    in_time: Mapped[bool | None]
    sequence: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_work_item_open", "site", "role", "due_at", postgresql_where=text("state = 'open'")),)

    def title(self, language: str) -> str:
        """What is to be done, in `zh` or English."""
        return self.title_zh if language == "zh" else self.title_en

    @property
    def escalated_to(self) -> str | None:
        """Whose desk the task is on besides the department's: `lead`, `gm`, or nobody's."""
        return {3: "lead", 4: "gm"}.get(self.level)

    @property
    def level_name(self) -> str:
        """The level as a code."""
        return LEVELS[min(self.level, len(LEVELS) - 1)]
