"""Reading replies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.replies.model import Reply


def replies_of(session: Session, complaint: str) -> Sequence[Reply]:
    """What the customer was told, oldest first."""
    return session.scalars(select(Reply).where(Reply.complaint_number == complaint).order_by(Reply.id)).all()


def reply_to_confirm(session: Session, complaint: str, round: int) -> Reply | None:
    """The latest reply (no reminder) of a round: what the customer is asked to confirm."""
    wanted = select(Reply).where(Reply.complaint_number == complaint, Reply.round == round, Reply.kind == "reply")
    return session.scalar(wanted.order_by(Reply.id.desc()).limit(1))
