"""Every operation on a campaign, in the order of the buttons."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.operations import Operation, Operations
from kesu_survey.campaigns import commands
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.campaigns.schemas import AnalyseIn, CloseIn
from kesu_survey.permissions import RUN_CAMPAIGN

OPERATIONS = Operations[Campaign](
    states=CAMPAIGN_STATES,
    find=campaign_of,
    all=(
        Operation(
            path="close",
            title=N_("Close and judge"),
            summary="Count the answers and judge every item against its target (clauses 4.2.1.5, 4.2.3.1)",
            action=RUN_CAMPAIGN,
            schema=CloseIn,
            run=commands.close_campaign,
            command="close",
            icon="gavel",
            template="survey/campaigns/close.html",
        ),
        Operation(
            path="analyse",
            title=N_("Sum up"),
            summary="Sum up opinions and suggestions, name what is to be improved (clause 4.2.3.4)",
            action=RUN_CAMPAIGN,
            schema=AnalyseIn,
            run=commands.analyse_campaign,
            command="analyse",
            icon="clipboard-text",
            template="survey/campaigns/analyse.html",
        ),
    ),
)
