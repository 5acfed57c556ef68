"""Appointments of a contact (预约) and their states."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.states import StateTable
from kesu_intake.database import Base

APPOINTMENT_STATES = StateTable("appointment", {("agreed", "hold"): "held", ("agreed", "move"): "moved", ("agreed", "cancel"): "cancelled"})


class Appointment(Base):
    """Somebody goes to the customer's (clause 3.2-d). At most one is agreed per contact; a moved one stays as history."""

    __tablename__ = "contact_appointment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    contact_number: Mapped[str] = mapped_column(ForeignKey("contact.number"), index=True)
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    people: Mapped[str] = mapped_column(String(500))
    """Who of us goes."""
    with_whom: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default=APPOINTMENT_STATES.initial)
    agreed_by: Mapped[str] = mapped_column(String(200))
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)
    result: Mapped[str | None]
    """What came of it, or why it was cancelled."""
    ended_by: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("uq_contact_appointment_agreed", "contact_number", unique=True, postgresql_where=text("state = 'agreed'")),)
