"""What Prometheus is told about surveys."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.queries import counted
from kesu_common.service import Gauge
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.invitations.model import Invitation


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_survey_invitations{site,state}` of the campaigns that collect answers, and `kesu_survey_open_campaigns{site}`."""
    collecting = Campaign.state == CAMPAIGN_STATES.initial
    yield from counted(session, "open_campaigns", Campaign.site, where=collecting)
    of_these = Invitation.campaign.in_(select(Campaign.number).where(collecting))
    yield from counted(session, "invitations", Invitation.site, Invitation.state, where=of_these)
