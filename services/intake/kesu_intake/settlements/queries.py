"""Reading settlements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.settlements.model import Settlement


def settlements_of(session: Session, complaint: str) -> Sequence[Settlement]:
    """What was agreed on a complaint, oldest first."""
    return session.scalars(select(Settlement).where(Settlement.complaint_number == complaint).order_by(Settlement.id)).all()
