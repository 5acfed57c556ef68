"""Reading the log of exchanges."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.exchanges.model import Exchange


def exchanges_of(session: Session, complaint: str) -> Sequence[Exchange]:
    """What was said and written on a case, newest first."""
    return session.scalars(
        select(Exchange).where(Exchange.complaint_number == complaint).order_by(Exchange.occurred_at.desc(), Exchange.id)
    ).all()


def exchanges_of_contact(session: Session, contact: str) -> Sequence[Exchange]:
    """What was said and written about a contact, newest first."""
    wanted = select(Exchange).where(Exchange.contact_number == contact)
    return session.scalars(wanted.order_by(Exchange.occurred_at.desc(), Exchange.id.desc())).all()
