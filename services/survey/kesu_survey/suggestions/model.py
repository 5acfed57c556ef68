"""The codes of suggestions (意见编码), which text got which, and what was passed to a department."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_survey.database import Base

PASSED_STATES = StateTable("passed", {("passed", "answer"): "answered"})
"""A point to improve lies with a department until it says what it does about it."""

OUTCOMES = ("taken_up", "done_already", "not_taken_up")
"""What a department may answer."""
ACTED_ON = frozenset({"taken_up", "done_already"})
"""The answers that the customers are told of in the next survey."""


class SuggestionCode(Base):
    """One point that customers make, in both languages, in a section of the site's list."""

    __tablename__ = "suggestion_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    section: Mapped[str] = mapped_column(String(200), default="")
    text_zh: Mapped[str] = mapped_column(String(500))
    text_en: Mapped[str] = mapped_column(String(500))
    department: Mapped[str | None] = mapped_column(String(32))
    """Who is concerned as a rule."""
    item: Mapped[str | None] = mapped_column(String(32))
    """The item of the questionnaire that it belongs to, where there is one: it joins suggestions and key drivers."""

    __table_args__ = (UniqueConstraint("site", "code", name="uq_suggestion_code"),)

    def text(self, language: str) -> str:
        """The point in `language`."""
        return self.text_zh if language == "zh" else self.text_en


class Coding(Base):
    """A text of a form, or a place in it, has this code. Several codes for one text are several places."""

    __tablename__ = "suggestion_coding"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"))
    form_id: Mapped[UUID] = mapped_column(ForeignKey("returned_form.id"))
    item: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(32))
    coded_by: Mapped[str] = mapped_column(String(200))
    coded_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("form_id", "item", "place", name="uq_suggestion_coding_place"),
        Index("ix_suggestion_coding_campaign", "campaign", "code"),
    )


class PassedSuggestion(Aggregate, Base):
    """A point that many customers make, on a department's table: how many made it, and what the department answers."""

    __tablename__ = "passed_suggestion"

    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"), index=True)
    code: Mapped[str] = mapped_column(String(32))
    text_zh: Mapped[str] = mapped_column(String(500))
    text_en: Mapped[str] = mapped_column(String(500))
    department: Mapped[str] = mapped_column(String(32))
    respondents: Mapped[int]
    note: Mapped[str | None]
    passed_by: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str | None]
    answered_by: Mapped[str | None] = mapped_column(String(200))
    answered_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("campaign", "code", "department", name="uq_passed_suggestion_code"),)

    def text(self, language: str) -> str:
        """The point in `language`."""
        return self.text_zh if language == "zh" else self.text_en
