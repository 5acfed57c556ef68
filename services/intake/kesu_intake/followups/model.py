"""Asking the customer whether a corrective action has helped (纠正措施跟踪)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.states import StateTable
from kesu_intake.database import Base

if TYPE_CHECKING:
    from kesu_intake.complaints.model import Complaint

FOLLOWUP_STATES = StateTable("followup", {("open", "record"): "recorded"})


class FollowUp(Base):
    """One customer to ask after one corrective action was closed (clause 4.1.3.9)."""

    __tablename__ = "followup"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    site: Mapped[str] = mapped_column(String(16))
    capa: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default=FOLLOWUP_STATES.initial)
    effective: Mapped[bool | None]
    who: Mapped[str | None] = mapped_column(String(200))
    words: Mapped[str | None]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[str | None] = mapped_column(String(200))
    recorded_at: Mapped[datetime | None]

    complaint: Mapped[Complaint] = relationship("Complaint", viewonly=True, lazy="joined", innerjoin=True)

    __table_args__ = (Index("uq_followup_open", "complaint_number", "capa", unique=True, postgresql_where=text("state = 'open'")),)
