"""Reading follow-ups."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.followups.model import FollowUp


def followups_of(session: Session, complaint: str) -> Sequence[FollowUp]:
    """The complaint's follow-ups, oldest first."""
    return session.scalars(select(FollowUp).where(FollowUp.complaint_number == complaint).order_by(FollowUp.id)).all()


def open_followups(session: Session, complaint: str) -> Sequence[FollowUp]:
    """Those whose outcome is not recorded yet."""
    return [followup for followup in followups_of(session, complaint) if followup.state == "open"]
