"""Reading dispatches."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.dispatches.model import Dispatch


def dispatches_of(session: Session, complaint: str) -> Sequence[Dispatch]:
    """The questions put to departments about a complaint, oldest first."""
    return session.scalars(select(Dispatch).where(Dispatch.complaint_number == complaint).order_by(Dispatch.id)).all()


def open_dispatch(session: Session, complaint: str, department: str) -> Dispatch | None:
    """The question that this department has not answered yet."""
    wanted = select(Dispatch).where(Dispatch.complaint_number == complaint, Dispatch.department == department, Dispatch.state == "open")
    return session.scalar(wanted)
