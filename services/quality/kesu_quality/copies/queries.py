"""Reading the copies."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_quality.copies.model import KnownComplaint


def known_complaint(session: Session, number: str | None) -> KnownComplaint | None:
    """What is known of a complaint; `None` when it has no number or nothing was heard of it."""
    return session.get(KnownComplaint, number, populate_existing=True) if number else None
