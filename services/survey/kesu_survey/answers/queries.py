"""Reading returned forms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_survey.answers.model import ReturnedForm


def first_form(session: Session, invitation: str) -> ReturnedForm | None:
    """The form that counts for an invitation, if it came."""
    wanted = select(ReturnedForm).where(ReturnedForm.invitation == invitation, ReturnedForm.duplicate.is_(False))
    return session.scalar(wanted.limit(1))


def forms_of(session: Session, campaign: str) -> Sequence[ReturnedForm]:
    """Every form that came back in a campaign, with duplicates and late ones, in their order."""
    return session.scalars(select(ReturnedForm).where(ReturnedForm.campaign == campaign).order_by(ReturnedForm.id)).all()
