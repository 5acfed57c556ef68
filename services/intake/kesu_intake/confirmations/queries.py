"""Reading confirmations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.confirmations.model import Confirmation


def confirmations_of(session: Session, complaint: str) -> Sequence[Confirmation]:
    """What the customer said to the outcome, oldest first."""
    return session.scalars(select(Confirmation).where(Confirmation.complaint_number == complaint).order_by(Confirmation.id)).all()
