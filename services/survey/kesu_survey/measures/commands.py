"""Telling customers what came of the last survey. The only writer of measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_survey import asking_events
from kesu_survey.campaigns.facts import facts_of
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.measures.model import Measure
from kesu_survey.measures.queries import NAMES
from kesu_survey.permissions import RUN_CAMPAIGN


def tell_measures(session: Session, actor: Actor, campaign: Campaign, *, measures: Sequence[Mapping[str, Any]]) -> Campaign:
    """Say what the form opens with, all at once: “you said, we did” (clause 4.2.3.7). None takes it away again."""
    actor.require(RUN_CAMPAIGN, campaign.site)
    CAMPAIGN_STATES.apply(campaign, "tell")
    session.execute(delete(Measure).where(Measure.campaign == campaign.number))
    for position, given in enumerate(measures, 1):
        session.add(Measure(campaign=campaign.number, position=position, **{name: given.get(name) for name in NAMES}))
    told = [{name: given.get(name) for name in NAMES} for given in measures]
    record(session, actor, asking_events.CAMPAIGN_TOLD, campaign, {**facts_of(campaign), "measures": told}, case=campaign.number)
    return campaign
