"""Reading the copies."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_returns.copies.model import KnownComplaint, KnownCustomer


def customer_name(session: Session, code: str | None) -> str | None:
    """The customer's name, if this service has heard of it."""
    known = session.get(KnownCustomer, code) if code else None
    return known.name if known else None


def complaint_of(session: Session, number: str | None) -> KnownComplaint | None:
    """What is known of a complaint; `None` when it has no number or nothing was heard of it."""
    return session.get(KnownComplaint, number) if number else None
