"""Writing the copies. Facts of one subject come in order; a fact older than what is known (delivered late or again) changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common.database.copies import keep
from kesu_intake.copies.model import KnownAnswer, KnownCapa, KnownCase, KnownDelivery, KnownReturn, KnownTest


def learn_case(session: Session, number: str, complaint: str, sequence: int, **known: Any) -> bool:
    """Keep quality's case; says whether it was news."""
    return keep(session, KnownCase, {"number": number}, {"complaint_number": complaint, **known}, sequence)


def learn_test(session: Session, number: str, case: str, sequence: int, **known: Any) -> bool:
    """Keep a test of quality with its values."""
    return keep(session, KnownTest, {"number": number}, {"case_number": case, **known}, sequence)


def learn_return(session: Session, number: str, complaint: str, state: str, sequence: int, **known: Any) -> bool:
    """Keep how far a return has come."""
    return keep(session, KnownReturn, {"number": number}, {"complaint_number": complaint, "state": state, **known}, sequence)


def learn_capa(session: Session, number: str, complaint: str, state: str, sequence: int, **known: Any) -> bool:
    """Keep how far a corrective action has come."""
    return keep(session, KnownCapa, {"number": number, "complaint_number": complaint}, {"state": state, **known}, sequence)


def learn_delivery(session: Session, number: str, sequence: int, **known: Any) -> bool:
    """Keep a delivered line; a correction replaces it."""
    return keep(session, KnownDelivery, {"number": number}, known, sequence)


def learn_answer(session: Session, invitation: str, sequence: int, **known: Any) -> bool:
    """Keep a customer's answers to a survey."""
    return keep(session, KnownAnswer, {"invitation": invitation}, known, sequence)
