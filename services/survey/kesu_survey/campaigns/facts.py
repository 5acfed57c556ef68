"""What every fact about a campaign tells."""

from __future__ import annotations

from typing import Any

from kesu_survey.campaigns.model import Campaign


def facts_of(campaign: Campaign) -> dict[str, Any]:
    """The fields of `events.CampaignFact`."""
    return {
        "number": campaign.number,
        "state": campaign.state,
        "plan": campaign.plan or "",  # a past survey that was imported has none
        "year": campaign.year,
        "questionnaire": campaign.questionnaire,
        "targets": campaign.targets,
        "ends_on": campaign.ends_on,
    }
