"""The forms that came back (调查答卷) and the answers on them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_survey.database import Base

LINK, PAPER = "link", "paper"
NO_OPINION = "no_opinion"
"""Given in place of a score; kept apart, never a zero."""


class ReturnedForm(Base):
    """One returned form. Duplicates and late ones are kept and marked, and not counted (clause 4.2.3.1)."""

    __tablename__ = "returned_form"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"), index=True)
    invitation: Mapped[str] = mapped_column(ForeignKey("invitation.number"), index=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    customer_name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[str] = mapped_column(String(8))
    via: Mapped[str] = mapped_column(String(8))
    duplicate: Mapped[bool]
    late: Mapped[bool]
    respondent: Mapped[str | None] = mapped_column(String(200))
    entered_by: Mapped[str | None] = mapped_column(String(200))
    """Who typed a paper form in."""
    received_at: Mapped[datetime] = mapped_column(default=clock.now)

    answers: Mapped[list[Answer]] = relationship(order_by="Answer.position", lazy="selectin", cascade="all, delete-orphan")


class Answer(Base):
    """The answer to one item: a score, or no opinion, or words."""

    __tablename__ = "answer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    form_id: Mapped[UUID] = mapped_column(ForeignKey("returned_form.id"), index=True)
    position: Mapped[int]
    item: Mapped[str] = mapped_column(String(32))
    score: Mapped[int | None]
    no_opinion: Mapped[bool]
    text: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("form_id", "item", name="uq_answer_item"),
        CheckConstraint("NOT no_opinion OR score IS NULL", name="no_opinion_has_no_score"),
    )
