"""Reading the copies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.copies.model import RETURN_OVER, KnownAnswer, KnownCapa, KnownCase, KnownDelivery, KnownReturn, KnownTest


def case_of(session: Session, complaint: str) -> KnownCase | None:
    """Quality's latest case of a complaint, if it was heard of."""
    return session.scalar(select(KnownCase).where(KnownCase.complaint_number == complaint).order_by(KnownCase.sequence.desc()).limit(1))


def tests_of(session: Session, case: str) -> Sequence[KnownTest]:
    """The tests of a case of quality, by number."""
    return session.scalars(select(KnownTest).where(KnownTest.case_number == case).order_by(KnownTest.number)).all()


def returns_of(session: Session, complaint: str) -> Sequence[KnownReturn]:
    """The complaint's returns, by number."""
    return session.scalars(select(KnownReturn).where(KnownReturn.complaint_number == complaint).order_by(KnownReturn.number)).all()


def open_returns(session: Session, complaint: str) -> Sequence[KnownReturn]:
    """Those of them that are not over."""
    return [known for known in returns_of(session, complaint) if known.state not in RETURN_OVER]


def capas_of(session: Session, complaint: str) -> Sequence[KnownCapa]:
    """The corrective actions that the complaint led to, by number."""
    return session.scalars(select(KnownCapa).where(KnownCapa.complaint_number == complaint).order_by(KnownCapa.number)).all()


def deliveries_to(session: Session, codes: Sequence[str], limit: int = 100) -> Sequence[KnownDelivery]:
    """What was last delivered to a customer, under any of these codes, newest first."""
    wanted = select(KnownDelivery).where(KnownDelivery.customer_code.in_(codes))
    return session.scalars(wanted.order_by(KnownDelivery.delivered_on.desc(), KnownDelivery.number).limit(limit)).all()


def answers_from(session: Session, codes: Sequence[str]) -> Sequence[KnownAnswer]:
    """A customer's answers to surveys, under any of these codes, newest first."""
    return session.scalars(select(KnownAnswer).where(KnownAnswer.customer_code.in_(codes)).order_by(KnownAnswer.answered_at.desc())).all()
