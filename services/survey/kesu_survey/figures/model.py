"""Answers, summed up as they come: what figures are read from, so that a report costs the same after a million answers."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_survey.database import Base

FORMS = ""
"""In place of an item: the row counts forms instead of answers."""
NONE = -1
"""In place of a score: there is none."""


class AnswerCell(Base):
    """How many answers of a survey are the same: item and score (or why there is none), from the same tier, language and product.

    `others…` say how satisfied these forms are apart from the item: how many say so, the sum of it, and of its squares.
    """

    __tablename__ = "answer_cell"

    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"), primary_key=True)
    item: Mapped[str] = mapped_column(String(32), primary_key=True)
    score: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    why: Mapped[str] = mapped_column(String(16), primary_key=True)
    tier: Mapped[str] = mapped_column(String(8), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    product: Mapped[str] = mapped_column(String(200), primary_key=True)
    n: Mapped[int]
    weight: Mapped[Decimal] = mapped_column(Numeric(24, 10))
    others: Mapped[int]
    others_sum: Mapped[float]
    others_squares: Mapped[float]
