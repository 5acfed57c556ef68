"""Reading settlements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_intake.clarifications.queries import CLARIFY_FIRST, is_not_ours, lacks_clarification
from kesu_intake.complaints.model import Complaint
from kesu_intake.copies.queries import open_returns
from kesu_intake.settlements.model import GOODWILL, MOVES_GOODS, Settlement


def settlements_of(session: Session, complaint: str) -> Sequence[Settlement]:
    """What was agreed on a complaint, oldest first."""
    return session.scalars(select(Settlement).where(Settlement.complaint_number == complaint).order_by(Settlement.id)).all()


def standing(session: Session, complaint: Complaint) -> Sequence[Settlement]:
    """What holds in the present round, oldest first; and of earlier rounds that whose goods are still on the way."""
    pending = {known.settlement for known in open_returns(session, complaint.number)}
    agreed = [s for s in settlements_of(session, complaint.number) if s.kind != GOODWILL and s.ended is None]
    return [s for s in agreed if s.round == complaint.round or s.id in pending]


def against_the_verdict(session: Session, complaint: Complaint) -> Sequence[Settlement]:
    """The exchanges and returns that hold although the fault is not ours and no lead has granted goodwill (clause 4.1.3.3)."""
    if not is_not_ours(session, complaint) or has_goodwill(session, complaint):
        return []
    return [s for s in standing(session, complaint) if s.kind in MOVES_GOODS]


def has_goodwill(session: Session, complaint: Complaint) -> bool:
    """Whether a lead has granted goodwill."""
    return any(s.kind == GOODWILL for s in settlements_of(session, complaint.number))


def what_does_not_hold(session: Session, complaint: Complaint) -> Conflict | None:
    """The refusal to tell the customer the outcome, or to close, that says what is wrong with what was agreed; `None` when it holds."""
    if not standing(session, complaint):
        return Conflict(N_("What was agreed does not hold any more: agree with the customer anew, then reply."))
    if lacks_clarification(session, complaint):
        return Conflict(CLARIFY_FIRST)
    if against_the_verdict(session, complaint):
        return Conflict(N_("The fault is not ours, and an exchange or return is agreed: agree anew, or let a lead grant goodwill."))
    return None
