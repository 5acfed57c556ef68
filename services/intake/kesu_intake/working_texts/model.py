"""Translations of a complaint into the site's working language (译文), and who has read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base


class Translation(Base):
    """One translation (clause 4.1.3.5-a2); a correction is a further row, the newest counts. The original stays in the complaint."""

    __tablename__ = "translation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str]
    translator: Mapped[str] = mapped_column(String(200))
    differences: Mapped[list[dict[str, Any]]]
    """Numbers, units and codes that stand in one text only, as they were when it was made: [{kind, message, params}]."""
    acknowledged: Mapped[bool]
    """The translator has looked at the differences and means them."""
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    terms: Mapped[list[dict[str, Any]]]
    """Glossary terms that the original has and the translation says as the glossary does: [{source, target}]."""


class Reading(Base):
    """Somebody has read one translation: the first time, with the department as which it was."""

    __tablename__ = "translation_reading"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"))
    translation_id: Mapped[UUID] = mapped_column(ForeignKey("translation.id"))
    reader: Mapped[str] = mapped_column(String(100))
    """The person's login."""
    name: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(String(32))
    read_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        Index("uq_translation_reading", "translation_id", "reader", unique=True),
        Index("ix_translation_reading_complaint", "complaint_number"),
    )
