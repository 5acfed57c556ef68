"""What the customer said to the outcome (客户确认)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base

LINK, EVIDENCE, SILENCE = "link", "evidence", "silence"
HOWS = (LINK, EVIDENCE, SILENCE)
"""Over the signed link; recorded by sales with evidence; by silence after reminders, marked as such."""


class Confirmation(Base):
    """The customer agrees, or disagrees with words (clause 4.1.3.1-c)."""

    __tablename__ = "confirmation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    round: Mapped[int]
    agrees: Mapped[bool]
    how: Mapped[str] = mapped_column(String(16))
    who: Mapped[str] = mapped_column(String(200))
    words: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
