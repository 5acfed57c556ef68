"""The forms that came back (调查答卷) and the answers on them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_survey.database import Base

LINK, PAPER, IMPORTED = "link", "paper", "imported"
UNTOLD = "-"
"""In place of the tier of an anonymous form whose tier would tell who filled it in."""
NOT_ANSWERED, NOT_ASKED, INVALID = "not_answered", "not_asked", "invalid"
SILENCES = (NOT_ANSWERED, NOT_ASKED, INVALID)
"""Why an imported item has no score, besides no opinion: it was left out, it was not on that form, what stands there is no score."""


class ReturnedForm(Base):
    """One returned form. Duplicates and late ones are kept and marked, and not counted (clause 4.2.3.1).

    In an anonymous survey it names neither customer nor invitation, its id is random and its time is that of the survey's start, so
    that it cannot be joined to whoever filled it in.
    """

    __tablename__ = "returned_form"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"), index=True)
    invitation: Mapped[str | None] = mapped_column(ForeignKey("invitation.number"), index=True)
    customer_code: Mapped[str | None] = mapped_column(String(64))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    tier: Mapped[str] = mapped_column(String(8))
    """`-` where naming it would tell who answered; empty, as language and product are, where a past survey does not tell."""
    language: Mapped[str] = mapped_column(String(16), default="", server_default="")
    product: Mapped[str] = mapped_column(String(200), default="", server_default="")
    weight: Mapped[Decimal] = mapped_column(Numeric(16, 10), default=Decimal(1), server_default="1")
    """What this respondent stands for in weighted means."""
    level_sum: Mapped[float] = mapped_column(default=0.0, server_default="0")
    """Of its scores but the overall one, each brought to 0 … 1; see `levels`."""
    level_count: Mapped[int] = mapped_column(default=0, server_default="0")
    overall: Mapped[int | None]
    """The score of the overall item, where the questionnaire has one."""
    external_reference: Mapped[str | None] = mapped_column(String(100))
    """The respondent's number in an imported file: its natural key within the campaign."""
    tallied: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether its answers are in the survey's cells (`figures.model`); those that do not count never are."""
    via: Mapped[str] = mapped_column(String(8))
    duplicate: Mapped[bool]
    late: Mapped[bool]
    respondent: Mapped[str | None] = mapped_column(String(200))
    entered_by: Mapped[str | None] = mapped_column(String(200))
    """Who typed a paper form in."""
    received_at: Mapped[datetime] = mapped_column(default=clock.now)

    answers: Mapped[list[Answer]] = relationship(order_by="Answer.position", lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (
        Index("uq_returned_form_first", "invitation", unique=True, postgresql_where=sql("NOT duplicate")),
        Index(
            "uq_returned_form_reference",
            "campaign",
            "external_reference",
            unique=True,
            postgresql_where=sql("external_reference IS NOT NULL"),
        ),
        Index("ix_returned_form_fresh", "campaign", postgresql_where=sql("NOT tallied AND NOT duplicate AND NOT late")),
    )


class Answer(Base):
    """The answer to one item: a score, or options, or no opinion, or words."""

    __tablename__ = "answer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    form_id: Mapped[UUID] = mapped_column(ForeignKey("returned_form.id"), index=True)
    position: Mapped[int]
    item: Mapped[str] = mapped_column(String(32))
    score: Mapped[int | None]
    no_opinion: Mapped[bool]
    text: Mapped[str | None]
    silence: Mapped[str | None] = mapped_column(String(16))
    """One of `SILENCES`: why an imported item has neither score nor opinion."""
    as_written: Mapped[str | None] = mapped_column(String(200))
    """What an imported file has in place of a score."""
    choices: Mapped[list[str]] = mapped_column(default=list)
    """Codes of the options that were chosen."""

    __table_args__ = (
        UniqueConstraint("form_id", "item", name="uq_answer_item"),
        Index("ix_answer_words", "form_id", postgresql_where=sql("text IS NOT NULL")),
        CheckConstraint("NOT no_opinion OR score IS NULL", name="no_opinion_has_no_score"),
        CheckConstraint("silence IS NULL OR (score IS NULL AND NOT no_opinion)", name="silence_has_no_score"),
    )


class PaperEntry(Base):
    """A paper form that one person has typed in and a second one types again (clause 4.2.3.1); gone as soon as it is a returned form."""

    __tablename__ = "paper_entry"

    invitation: Mapped[str] = mapped_column(ForeignKey("invitation.number"), primary_key=True)
    first: Mapped[list[dict[str, Any]]]
    """[{item, score, text, choices}] as the first person read it."""
    first_by: Mapped[str] = mapped_column(String(64))
    first_name: Mapped[str] = mapped_column(String(200))
    second: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """… and as the second one did, when they differ."""
    second_by: Mapped[str | None] = mapped_column(String(64))
    second_name: Mapped[str | None] = mapped_column(String(200))
    respondent: Mapped[str | None] = mapped_column(String(200))
    received_on: Mapped[date | None]
    typed_at: Mapped[datetime] = mapped_column(default=clock.now)
