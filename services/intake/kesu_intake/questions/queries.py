"""Reading questions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.questions.model import Question


def questions_of(session: Session, contact: str) -> Sequence[Question]:
    """The questions put to departments about a contact, oldest first."""
    return session.scalars(select(Question).where(Question.contact_number == contact).order_by(Question.id)).all()


def open_questions(session: Session, contact: str) -> Sequence[Question]:
    """Those that nobody has answered yet."""
    return [question for question in questions_of(session, contact) if question.state == "open"]
