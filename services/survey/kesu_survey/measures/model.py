"""A measure that customers are told of (已落实的改进): what was said in the last survey, and what was done about it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_survey.database import Base


class Measure(Base):
    """One line above the questions of a campaign, in both languages, in sales' words."""

    __tablename__ = "told_measure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"), index=True)
    """The survey that tells it."""
    position: Mapped[int]
    said_zh: Mapped[str] = mapped_column(String(500))
    said_en: Mapped[str] = mapped_column(String(500))
    did_zh: Mapped[str] = mapped_column(String(1000))
    did_en: Mapped[str] = mapped_column(String(1000))
    capa: Mapped[str | None] = mapped_column(String(64))
    """The corrective action behind it, for us."""
