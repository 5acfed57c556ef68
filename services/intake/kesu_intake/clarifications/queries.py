"""Reading clarifications."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.clarifications.model import Clarification
from kesu_intake.complaints.model import Complaint
from kesu_intake.copies.queries import case_of


def clarifications_of(session: Session, complaint: str) -> Sequence[Clarification]:
    """The complaint's clarifications, newest first."""
    return session.scalars(select(Clarification).where(Clarification.complaint_number == complaint).order_by(Clarification.id.desc())).all()


def is_not_ours(session: Session, complaint: Complaint) -> bool:
    """Whether quality's verdict, as last heard, says that the fault is not ours."""
    case = case_of(session, complaint.number)
    return case is not None and case.verdict == "not_ours"


def is_clarified(session: Session, complaint: Complaint) -> bool:
    """Whether cause and advice are on record for the present round."""
    return any(one.round == complaint.round for one in clarifications_of(session, complaint.number))
