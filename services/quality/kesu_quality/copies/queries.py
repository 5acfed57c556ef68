"""Reading the copies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_quality.copies.model import ComplaintFile, KnownComplaint


def known_complaint(session: Session, number: str | None) -> KnownComplaint | None:
    """What is known of a complaint; `None` when it has no number or nothing was heard of it."""
    return session.get(KnownComplaint, number, populate_existing=True) if number else None


def files_of_complaint(session: Session, number: str | None) -> Sequence[ComplaintFile]:
    """What came with a complaint, oldest first."""
    return (
        session.scalars(select(ComplaintFile).where(ComplaintFile.complaint == number).order_by(ComplaintFile.id)).all() if number else ()
    )
