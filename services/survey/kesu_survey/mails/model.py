"""A mail with a customer's link (调查邮件), from the moment it is decided until it is known what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.mail.outbox import outbox_states
from kesu_survey.database import Base

SURVEY_MAIL_STATES = outbox_states("survey_mail")

INVITATION, REMINDER = "invitation", "reminder"


class SurveyMail(Base):
    """One mail to one person. `id` is that of the fact `invitation.queued`, and the Message-ID. Its words are made when it is sent."""

    __tablename__ = "survey_mail"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    invitation: Mapped[str] = mapped_column(ForeignKey("invitation.number"), index=True)
    site: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    to: Mapped[str] = mapped_column("to_whom", String(200))
    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[str] = mapped_column(String(16), default=SURVEY_MAIL_STATES.initial)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    """Not to be sent before."""
    claimed_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    """What the server, or the report of non-delivery, said last."""
    queued_by: Mapped[str] = mapped_column(String(200))
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_survey_mail_next", "next_at", postgresql_where=sql("state IN ('queued', 'sending')")),)
