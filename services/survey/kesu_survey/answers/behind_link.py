"""What a link leads to, for the public page and the public endpoint alike: the one invitation that it was signed for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict, Unauthenticated
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.settings import Settings
from kesu_survey.answers.commands import save_answers, submit_answers
from kesu_survey.answers.model import ReturnedForm
from kesu_survey.answers.queries import first_form
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.invitations.commands import open_invitation
from kesu_survey.invitations.links import read_token
from kesu_survey.invitations.model import ANSWERED, Invitation
from kesu_survey.invitations.queries import invitation_of
from kesu_survey.measures.model import Measure
from kesu_survey.measures.queries import measures_of
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import numbered

SURVEY = Actor.service("survey")
GUESSES = "20 per minute"
"""How many links that open nothing one address may try; good links are not counted, so an office behind one address can answer."""
PER_LINK = "240 per minute"
"""How often one link may be asked for or written to: more than anybody types."""


@dataclass(frozen=True)
class Asked:
    """An invitation with its questions. `over` when no answers are taken any more."""

    session: Session
    invitation: Invitation
    campaign: Campaign
    questionnaire: Questionnaire
    over: bool

    @cached_property
    def form(self) -> ReturnedForm | None:
        """The form that came, if one did: as it is when this is asked first."""
        return first_form(self.session, self.invitation.number)

    @cached_property
    def measures(self) -> Sequence[Measure]:
        """What came of the last survey."""
        return measures_of(self.session, self.campaign.number)

    @property
    def answered(self) -> bool:
        """Whether the form that counts has come."""
        return self.invitation.state in ANSWERED


def asked_by(session: Session, settings: Settings, token: str, *, lock: bool = False) -> Asked:
    """What the token stands for. Raises `Unauthenticated` for one that was changed, made up or withdrawn."""
    link = read_token(settings, token)
    invitation = invitation_of(session, SURVEY, link.invitation, lock)
    if link.edition != invitation.edition:
        raise Unauthenticated(N_("This link was withdrawn. Please ask us for the new one."))
    campaign = campaign_of(session, SURVEY, invitation.campaign)
    over = "collect" not in CAMPAIGN_STATES.allowed(campaign.state) or invitation.expires_at <= clock.now()
    return Asked(session, invitation, campaign, numbered(session, campaign.questionnaire), over=over or invitation.state == "declined")


def look(session: Session, asked: Asked) -> None:
    """The customer sees the questions."""
    if not asked.over:
        open_invitation(session, customer_of(asked), asked.invitation)


def answer(session: Session, asked: Asked, given: Mapping[str, Any]) -> ReturnedForm | None:
    """Take what the customer sends; `None` when it was only kept to go on later. Raises `Conflict` when the survey is over."""
    if asked.over and not asked.answered:
        raise Conflict(N_("This survey is finished; answers are not taken any more."))
    if given["keep"] and not asked.answered:
        save_answers(session, customer_of(asked), asked.invitation, answers=given["answers"])
        return None
    return submit_answers(session, customer_of(asked), asked.invitation, answers=given["answers"], respondent=given["respondent"])


def keep(session: Session, asked: Asked, answers: Sequence[Mapping[str, Any]]) -> int:
    """Keep single answers as they are given; how many items have one by now.

    Raises `Conflict` when the form was sent or the survey is over.
    """
    if asked.answered:
        raise Conflict(N_("You have sent your answers already; they stay as they are."))
    answer(session, asked, {"keep": True, "answers": answers, "respondent": None})
    return len(asked.invitation.kept)


def customer_of(asked: Asked) -> Actor:
    """The customer as the one who acts."""
    return Actor.customer(asked.invitation.customer_code, asked.invitation.customer_name)


def link_asked_for() -> str:
    """What a link's limit is counted by; the link itself stays out of the store."""
    return hashlib.sha256(str((request.view_args or {}).get("token")).encode()).hexdigest()


def is_guess(response: Response) -> bool:
    """Whether the answer says that the link opens nothing."""
    return response.status_code == 401
