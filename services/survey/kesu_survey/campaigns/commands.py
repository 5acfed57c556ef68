"""Closing a campaign, judging its targets, and summing it up. `start` has its beginning."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_survey import events, tasks
from kesu_survey.answers.commands import mix_up
from kesu_survey.campaigns.facts import facts_of
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.figures.compute import ItemFigures, plain
from kesu_survey.figures.queries import item_figures, returned_forms
from kesu_survey.papers.queries import entries_of
from kesu_survey.permissions import RUN_CAMPAIGN


def close_campaign(session: Session, actor: Actor, campaign: Campaign, *, despite: str | None = None) -> Campaign:
    """Count what has come in and judge each item against its target (clauses 4.2.3.1, 4.2.1.5).

    Every item below its target is stated as `target.missed`, upon which the responsible department's corrective action is opened (4.2.3.5).
    Without a single answer nothing can be judged: that needs a reason (`despite`).
    """
    actor.require(RUN_CAMPAIGN, campaign.site)
    CAMPAIGN_STATES.next(campaign.state, "close")
    if waiting := entries_of(session, campaign.number):
        raise Conflict(N_("Paper forms wait for their second person: %(forms)s."), forms=", ".join(waiting))
    counted = returned_forms(session, campaign.number)
    if not counted and not despite:
        raise Invalid(N_("Nobody has answered yet. Give a reason to close all the same."), field="despite")
    missed = [item for item in item_figures(session, campaign) if item.met is False]
    CAMPAIGN_STATES.apply(campaign, "close")
    campaign.closed_at, campaign.closed_by = clock.now(), actor.name or actor.id
    data = {**facts_of(campaign), "answered": counted, "missed": [item.code for item in missed], "reason": despite}
    record(session, actor, events.CAMPAIGN_CLOSED, campaign, data, case=campaign.number)
    for item in missed:
        record(session, actor, events.TARGET_MISSED, campaign, _missed(campaign, item), case=campaign.number)
    if campaign.anonymous:
        mix_up(session, campaign)
    finish_task(session, actor, tasks.CLOSE, campaign.number, "closed")
    open_task(session, actor, tasks.ANALYSE, subject=campaign.number, site=campaign.site, case=campaign.number)
    return campaign


def analyse_campaign(session: Session, actor: Actor, campaign: Campaign, *, conclusions: str) -> Campaign:
    """Sum up opinions and suggestions and name what is to be improved (clause 4.2.3.4)."""
    actor.require(RUN_CAMPAIGN, campaign.site)
    CAMPAIGN_STATES.apply(campaign, "analyse")
    campaign.conclusions, campaign.analysed_by = conclusions, actor.name or actor.id
    record(session, actor, events.CAMPAIGN_ANALYSED, campaign, {**facts_of(campaign), "summary": conclusions}, case=campaign.number)
    finish_task(session, actor, tasks.ANALYSE, campaign.number, "analysed")
    return campaign


def _missed(campaign: Campaign, item: ItemFigures) -> dict[str, str | int | None]:
    return {
        "campaign": campaign.number,
        "item": item.code,
        "item_zh": item.text_zh,
        "item_en": item.text_en,
        "department": item.department,
        "mean": plain(item.mean),
        "target": plain(item.target),
        "n": item.n,
    }
