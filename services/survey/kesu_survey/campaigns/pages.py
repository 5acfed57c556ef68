"""Pages of surveys: the list, one survey with its figures, invitations and what else is known of the customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, url_for

from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.timeline import timeline_of
from kesu_common.web.translations import say
from kesu_survey.answers.model import ReturnedForm
from kesu_survey.answers.queries import forms_of
from kesu_survey.campaigns import queries
from kesu_survey.campaigns.model import CAMPAIGN_STATES, MAIN_WAY, Campaign
from kesu_survey.campaigns.operations import OPERATIONS
from kesu_survey.campaigns.sample import WHYS
from kesu_survey.campaigns.schemas import CampaignListArgs
from kesu_survey.copies.queries import capas_of, talks_of
from kesu_survey.figures.queries import MOST, campaign_figures, item_figures, returned_forms
from kesu_survey.invitations.operations import OPERATIONS as INVITATION_OPERATIONS
from kesu_survey.invitations.queries import invitations_of, response_of, states_of
from kesu_survey.invitations.shown import link_for
from kesu_survey.measures.queries import measures_of
from kesu_survey.permissions import READ, SEND_INVITATION
from kesu_survey.questionnaires.queries import numbered
from kesu_survey.words import FACTS

pages = Blueprint("campaigns", __name__)


@pages.get("/")
@allow(READ)
def home() -> Response:
    """The service's first page is the list."""
    return see_other(url_for("campaigns.listing"))


@pages.get("/campaigns/")
@allow(READ)
def listing() -> Response:
    """The surveys that one may see."""
    args = page_args(CampaignListArgs())
    page = paginate(current_session(), queries.campaigns(current_actor(), args), queries.SORTS, identity=Campaign.id, args=args)
    counts = {campaign.number: states_of(current_session(), campaign.number) for campaign in page.items}
    return render("survey/campaigns/list.html", page=page, counts=counts, states=CAMPAIGN_STATES.states)


@pages.get("/campaigns/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One survey: bars per item, corrective actions, the customers with their complaints and returns, the invitations, the sample."""
    session, actor = current_session(), current_actor()
    campaign = queries.campaign_of(session, actor, number)
    g.timezone = site_of(session, campaign.site).timezone
    invitations = [
        (invitation, link_for(current_runtime().settings, actor, invitation), INVITATION_OPERATIONS.offered(session, actor, invitation))
        for invitation in invitations_of(session, number)
    ]
    return render(
        "survey/campaigns/show.html",
        c=campaign,
        q=numbered(session, campaign.questionnaire),
        figures=campaign_figures(session, campaign),
        capas=capas_of(session, number),
        talks=talks_of(session, number),
        invitations=invitations,
        left_out=[one for one in queries.sample_of(session, number) if not one.asked],
        whys=WHYS,
        response=response_of(session, number),
        measures=measures_of(session, number),
        forms=_forms(campaign),
        may_send=actor.may(SEND_INVITATION, campaign.site),
        main_way=MAIN_WAY,
        operations=OPERATIONS.offered(session, actor, campaign),
        timeline=timeline_of(session, number, FACTS),
    )


@pages.get("/campaigns/<number>/response")
@allow(READ)
def response(number: str) -> Response:
    """The response by tier alone, for the page that asks again."""
    session = current_session()
    campaign = queries.campaign_of(session, current_actor(), number)
    return render("survey/campaigns/response.html", c=campaign, response=response_of(session, number))


def _forms(campaign: Campaign) -> Sequence[ReturnedForm]:
    """The first of them; none of a past survey that was imported, which has no papers."""
    session = current_session()
    if campaign.imported_as or not campaign.shows(returned_forms(session, campaign.number)):
        return ()
    return forms_of(session, campaign.number, MOST)


def _operation_form(operation: Operation[Campaign], campaign: Campaign, form: FormState, status: int) -> Response:
    back = _address(campaign.number)
    crumbs = [(say(N_("Surveys")), url_for("campaigns.listing")), (campaign.number, back)]
    context: dict[str, Any] = {
        "number": campaign.number,
        "back": back,
        "crumbs": crumbs,
        "items": item_figures(current_session(), campaign),
    }
    template = operation.template or "survey/operation.html"
    return render(template, status=status, operation=operation, c=campaign, form=form, **context)


def _address(number: str) -> str:
    return url_for("campaigns.show", number=number)


OPERATIONS.add_pages(pages, "campaigns", _operation_form, _address)
