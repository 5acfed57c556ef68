"""Paper of a survey: 客户满意度调查表 blank and filled (6-b), and letters with the personal link as QR code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.copies import Site, site_of
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.paper import add_paper, sheet
from kesu_survey.answers.queries import form_of
from kesu_survey.campaigns.model import Campaign
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.invitations.links import page_of
from kesu_survey.invitations.model import INVITATION_STATES, Invitation
from kesu_survey.invitations.queries import invitation_of, invitations_of
from kesu_survey.mails.commands import UNSENT
from kesu_survey.measures.queries import measures_of
from kesu_survey.papers.show import lines
from kesu_survey.permissions import READ, SEND_INVITATION
from kesu_survey.questionnaires.queries import numbered, questionnaire_of

pages = Blueprint("papers", __name__)


def _blank(number: str, *, pdf: bool) -> str:
    """The questionnaire to fill in by hand."""
    session = current_session()
    found = questionnaire_of(session, current_actor(), number)
    return sheet("survey/papers/form.html", site_of(session, found.site), pdf=pdf, q=found, lines=lines(found), form=None)


def _filled(number: str, form: UUID, *, pdf: bool) -> str:
    """A form that came back, as it was filled in."""
    session = current_session()
    campaign = campaign_of(session, current_actor(), number)
    found = form_of(session, campaign.number, form)
    if found is None:
        raise NotFound(N_("There is no such form of this survey."))
    questionnaire = numbered(session, campaign.questionnaire)
    shown = lines(questionnaire, found.answers)
    return sheet("survey/papers/form.html", site_of(session, campaign.site), pdf=pdf, q=questionnaire, lines=shown, form=found, c=campaign)


def _letter(number: str, *, pdf: bool) -> str:
    """One customer's letter with the link as QR code, and the form to send back."""
    session = current_session()
    invitation = invitation_of(session, current_actor(), number)
    campaign = campaign_of(session, current_actor(), invitation.campaign)
    return _letters(campaign, [invitation], pdf=pdf)


def _batch(number: str, *, pdf: bool) -> str:
    """The letters of all customers whom the link has not reached, each in the customer's language."""
    session = current_session()
    campaign = campaign_of(session, current_actor(), number)
    waiting = [one for one in invitations_of(session, campaign.number) if one.state in UNSENT]
    if not waiting:
        raise NotFound(N_("Every customer has got the link already: there is no letter to print."))
    return _letters(campaign, waiting, pdf=pdf)


def _letters(campaign: Campaign, invitations: Sequence[Invitation], *, pdf: bool) -> str:
    session, actor = current_session(), current_actor()
    site: Site = site_of(session, campaign.site)
    actor.require(SEND_INVITATION, campaign.site)
    questionnaire = numbered(session, campaign.questionnaire)
    settings = current_runtime().settings
    open_ones = [one for one in invitations if "send" in INVITATION_STATES.allowed(one.state)]
    if not open_ones:
        raise NotFound(N_("There is nothing to answer any more: no letter is printed."))
    letters: list[tuple[Invitation, str]] = [(one, page_of(settings, one)) for one in open_ones]
    context: dict[str, Any] = {"c": campaign, "q": questionnaire, "lines": lines(questionnaire), "letters": letters}
    return sheet("survey/papers/letters.html", site, pdf=pdf, measures=measures_of(session, campaign.number), **context)


add_paper(pages, "/questionnaires/<number>/paper", "blank", READ, _blank)
add_paper(pages, "/campaigns/<number>/forms/<uuid:form>/paper", "filled", READ, _filled)
add_paper(pages, "/invitations/<number>/letter", "letter", SEND_INVITATION, _letter)
add_paper(pages, "/campaigns/<number>/letters", "letters", SEND_INVITATION, _batch)
