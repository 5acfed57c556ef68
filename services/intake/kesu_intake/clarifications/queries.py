"""Reading clarifications."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_intake.clarifications.model import Clarification
from kesu_intake.complaints.model import Complaint
from kesu_intake.copies.queries import case_of

CLARIFY_FIRST = N_("The fault is not ours: record first the cause, what you advise, and who helped to find it.")
"""What stands in the way while `lacks_clarification`."""


def clarifications_of(session: Session, complaint: str) -> Sequence[Clarification]:
    """The complaint's clarifications, newest first."""
    return session.scalars(select(Clarification).where(Clarification.complaint_number == complaint).order_by(Clarification.id.desc())).all()


def is_not_ours(session: Session, complaint: Complaint) -> bool:
    """Whether quality's verdict, as last heard, says that the fault is not ours."""
    case = case_of(session, complaint.number)
    return case is not None and case.verdict == "not_ours"


def clarification_of(session: Session, complaint: Complaint) -> Clarification | None:
    """Cause and advice as they are on record for the present round, if they are."""
    return next((one for one in clarifications_of(session, complaint.number) if one.round == complaint.round), None)


def is_clarified(session: Session, complaint: Complaint) -> bool:
    """Whether cause and advice are on record for the present round."""
    return clarification_of(session, complaint) is not None


def lacks_clarification(session: Session, complaint: Complaint) -> bool:
    """Whether the fault is not ours and nobody has recorded yet what the cause is and what we advise (clause 4.1.3.3)."""
    return is_not_ours(session, complaint) and not is_clarified(session, complaint)
