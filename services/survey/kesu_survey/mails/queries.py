"""Reading a survey's mails."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_survey.campaigns.model import Campaign
from kesu_survey.invitations.model import Invitation
from kesu_survey.mails.model import SurveyMail


def underway(session: Session, invitations: Sequence[str]) -> set[str]:
    """Those of the invitations for which a mail lies in the outbox."""
    wanted = select(SurveyMail.invitation).where(SurveyMail.invitation.in_(invitations), SurveyMail.state.in_(("queued", "sending")))
    return set(session.scalars(wanted))


def campaign_of_mail(session: Session, invitation: Invitation) -> Campaign:
    """The campaign that an invitation belongs to."""
    return session.scalars(select(Campaign).where(Campaign.number == invitation.campaign)).one()


def invitation_locked(session: Session, number: str) -> Invitation:
    """An invitation that nobody else can change until the transaction ends."""
    wanted = select(Invitation).where(Invitation.number == number).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()
