"""What Prometheus is told about surveys."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.service import Gauge
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.invitations.model import Invitation


def gauges(session: Session) -> Iterable[Gauge]:
    """`kesu_survey_invitations{site,state}` of the campaigns that collect answers, and `kesu_survey_open_campaigns{site}`."""
    collecting = Campaign.state == CAMPAIGN_STATES.initial
    for site, count in session.execute(select(Campaign.site, func.count()).where(collecting).group_by(Campaign.site)):
        yield Gauge("open_campaigns", {"site": site}, count)
    columns = (Invitation.site, Invitation.state)
    counted = select(*columns, func.count()).join(Campaign, Campaign.number == Invitation.campaign).where(collecting).group_by(*columns)
    for site, state, count in session.execute(counted):
        yield Gauge("invitations", {"site": site, "state": state}, count)
