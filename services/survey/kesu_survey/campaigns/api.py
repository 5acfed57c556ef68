"""REST interface of campaigns: `/api/v1/campaigns`, their sample and figures, and one endpoint per operation below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_survey.answers.model import ReturnedForm
from kesu_survey.answers.queries import forms_of
from kesu_survey.answers.schemas import FormOut
from kesu_survey.campaigns import queries
from kesu_survey.campaigns.model import Campaign, SampledCustomer
from kesu_survey.campaigns.operations import OPERATIONS
from kesu_survey.campaigns.schemas import CampaignIn, CampaignListArgs, CampaignOut, ResponseOut, SampledOut
from kesu_survey.campaigns.start import start_campaign
from kesu_survey.copies.queries import capas_of
from kesu_survey.figures.queries import campaign_figures
from kesu_survey.figures.schemas import FiguresOut
from kesu_survey.invitations.queries import response_of
from kesu_survey.permissions import READ, RUN_CAMPAIGN
from kesu_survey.plans.queries import plan_of

api = ApiBlueprint("campaigns", __name__, description="Surveys that are carried out (满意度调查)")


@api.get("")
@allow(READ)
@api.arguments(CampaignListArgs, location="query")
@api.response(200, CampaignOut(many=True))
def list_campaigns(args: Mapping[str, Any]) -> Sequence[Campaign]:
    """Surveys, newest first"""
    page = paginate(current_session(), queries.campaigns(current_actor(), args), queries.SORTS, identity=Campaign.id, args=args)
    send_links(page)
    return page.items


@api.post("")
@allow(RUN_CAMPAIGN)
@api.arguments(CampaignIn)
@api.response(201, CampaignOut)
def start(data: Mapping[str, Any]) -> tuple[Campaign, int, dict[str, str]]:
    """Start the survey of an approved plan: draw and freeze the sample, make the invitations (clauses 4.2.1.1, 4.2.1.3)"""
    session, actor = current_session(), current_actor()
    given = {name: value for name, value in data.items() if name != "plan"}
    campaign = start_campaign(session, actor, plan_of(session, actor, data["plan"], lock=True), **given)
    send_etag(campaign)
    return campaign, 201, {"Location": url_for("api_campaigns.get_campaign", number=campaign.number)}


@api.get("/<number>")
@allow(READ)
@api.response(200, CampaignOut)
def get_campaign(number: str) -> Campaign:
    """One survey"""
    campaign = queries.campaign_of(current_session(), current_actor(), number)
    send_etag(campaign)
    return campaign


@api.get("/<number>/sample")
@allow(READ)
@api.response(200, SampledOut(many=True))
def get_sample(number: str) -> Sequence[SampledCustomer]:
    """Who is asked, and who was left out and why (clause 4.2.1.3)"""
    campaign = queries.campaign_of(current_session(), current_actor(), number)
    return queries.sample_of(current_session(), campaign.number)


@api.get("/<number>/response")
@allow(READ)
@api.response(200, ResponseOut(many=True))
def get_response(number: str) -> list[dict[str, Any]]:
    """How far the customers have come, by tier and altogether"""
    campaign = queries.campaign_of(current_session(), current_actor(), number)
    return response_of(current_session(), campaign.number)


@api.get("/<number>/forms")
@allow(READ)
@api.response(200, FormOut(many=True))
def get_forms(number: str) -> Sequence[ReturnedForm]:
    """The returned forms, duplicates and late ones marked (clause 4.2.3.1); none while an anonymous survey has too few"""
    campaign = queries.campaign_of(current_session(), current_actor(), number)
    forms = forms_of(current_session(), campaign.number)
    return forms if campaign.shows(len(forms)) else []


@api.get("/<number>/figures")
@allow(READ)
@api.response(200, FiguresOut)
def get_figures(number: str) -> dict[str, Any]:
    """The figures item by item, with the year's complaints and returns beside (clauses 4.2.1.4, 4.2.1.5)"""
    session = current_session()
    campaign = queries.campaign_of(session, current_actor(), number)
    return {**campaign_figures(session, campaign), "capas": list(capas_of(session, campaign.number).values())}


OPERATIONS.add_endpoints(api, CampaignOut)
