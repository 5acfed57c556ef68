"""Reading appointments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.appointments.model import Appointment


def appointments_of(session: Session, contact: str) -> Sequence[Appointment]:
    """The contact's appointments, oldest first."""
    return session.scalars(select(Appointment).where(Appointment.contact_number == contact).order_by(Appointment.id)).all()


def agreed_appointment(session: Session, contact: str) -> Appointment | None:
    """The one that is agreed and not over."""
    return next((found for found in appointments_of(session, contact) if found.state == "agreed"), None)
