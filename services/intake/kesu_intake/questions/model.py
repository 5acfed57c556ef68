"""Questions about a contact, and the departments' answers (转办与答复)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.states import StateTable
from kesu_intake.database import Base

ASKED = ("rnd", "production", "quality", "warehouse")
"""The departments that can answer (clauses 3.2-c, 3.3, 3.4, 3.5)."""

QUESTION_STATES = StateTable("question", {("open", "answer"): "answered", ("open", "cancel"): "cancelled"})


class Question(Base):
    """One question to one department. At most one is open per contact and department."""

    __tablename__ = "contact_question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    contact_number: Mapped[str] = mapped_column(ForeignKey("contact.number"), index=True)
    department: Mapped[str] = mapped_column(String(32))
    question: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=QUESTION_STATES.initial)
    asked_by: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str | None]
    answered_by: Mapped[str | None] = mapped_column(String(200))
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_contact_question_open", "contact_number", "department", unique=True, postgresql_where=text("state = 'open'")),
    )
