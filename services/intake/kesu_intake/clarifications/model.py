"""The clarification of a complaint that is not our fault (原因澄清, clause 4.1.3.3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base


class Clarification(Base):
    """What was found with the customer: the cause, the way out, and who helped. A correction is a further row, the newest counts."""

    __tablename__ = "clarification"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    round: Mapped[int]
    cause: Mapped[str]
    advice: Mapped[str]
    helpers: Mapped[str] = mapped_column(String(500))
    """Names of the people, of R&D above all, who helped."""
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
