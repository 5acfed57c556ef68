"""Reading the copies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.copies.model import RETURN_OVER, KnownCapa, KnownCase, KnownReturn, KnownTest


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
