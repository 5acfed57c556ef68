"""What a link leads to, for the public page and the public endpoint alike: the one invitation that it was signed for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_common.settings import Settings
from kesu_survey.answers.commands import SURVEY, save_answers, submit_answers
from kesu_survey.answers.model import ReturnedForm
from kesu_survey.answers.queries import first_form
from kesu_survey.campaigns.model import CAMPAIGN_STATES
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.invitations.commands import open_invitation
from kesu_survey.invitations.links import invitation_number
from kesu_survey.invitations.model import ANSWERED, Invitation
from kesu_survey.invitations.queries import invitation_of
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import numbered


@dataclass(frozen=True)
class Asked:
    """An invitation with its questions, and the form that came, if one did. `over` when no answers are taken any more."""

    invitation: Invitation
    questionnaire: Questionnaire
    form: ReturnedForm | None
    over: bool

    @property
    def answered(self) -> bool:
        """Whether the form that counts has come."""
        return self.invitation.state in ANSWERED


def asked_by(session: Session, settings: Settings, token: str, *, lock: bool = False) -> Asked:
    """What the token stands for. Raises `Unauthenticated` for a changed or expired one."""
    invitation = invitation_of(session, SURVEY, invitation_number(settings, token), lock)
    campaign = campaign_of(session, SURVEY, invitation.campaign)
    over = "collect" not in CAMPAIGN_STATES.allowed(campaign.state) or invitation.state == "declined"
    return Asked(invitation, numbered(session, campaign.questionnaire), first_form(session, invitation.number), over)


def look(session: Session, asked: Asked) -> None:
    """The customer sees the questions."""
    if not asked.over:
        open_invitation(session, customer_of(asked), asked.invitation)


def answer(session: Session, asked: Asked, given: Mapping[str, Any]) -> ReturnedForm | None:
    """Take what the customer sends; `None` when it was only kept to go on later."""
    if given["keep"] and not asked.answered:
        save_answers(session, customer_of(asked), asked.invitation, answers=given["answers"])
        return None
    return submit_answers(session, customer_of(asked), asked.invitation, answers=given["answers"], respondent=given["respondent"])


def customer_of(asked: Asked) -> Actor:
    """The customer as the one who acts."""
    return Actor.customer(asked.invitation.customer_code, asked.invitation.customer_name)
