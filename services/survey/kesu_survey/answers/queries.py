"""Reading returned forms."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_survey.answers.model import ReturnedForm
from kesu_survey.campaigns.model import Campaign


def first_form(session: Session, invitation: str) -> ReturnedForm | None:
    """The form that counts for an invitation, if it came."""
    wanted = select(ReturnedForm).where(ReturnedForm.invitation == invitation, ReturnedForm.duplicate.is_(False))
    return session.scalar(wanted.limit(1))


def forms_of(session: Session, campaign: str, most: int | None = None) -> Sequence[ReturnedForm]:
    """The forms that came back in a campaign, with duplicates and late ones, in their order: all, or the first `most`."""
    return session.scalars(select(ReturnedForm).where(ReturnedForm.campaign == campaign).order_by(ReturnedForm.id).limit(most)).all()


def number_of_forms(session: Session, campaign: str) -> int:
    """How many forms came back in a campaign."""
    return session.scalar(select(func.count()).select_from(ReturnedForm).where(ReturnedForm.campaign == campaign)) or 0


def form_of(session: Session, campaign: str, form: UUID) -> ReturnedForm | None:
    """One returned form of a campaign; none while an anonymous survey has too few to show any."""
    held = session.scalars(select(Campaign).where(Campaign.number == campaign)).one()
    found = session.get(ReturnedForm, form)
    of_campaign = found is not None and found.campaign == campaign
    return found if of_campaign and held.shows(number_of_forms(session, campaign)) else None
