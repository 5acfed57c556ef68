"""Reading what was joined."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.complaints.model import Complaint


def joined_into(session: Session, number: str) -> Sequence[Complaint]:
    """The complaints that were joined into this one, oldest first."""
    return session.scalars(select(Complaint).where(Complaint.joined_into == number).order_by(Complaint.id)).all()
