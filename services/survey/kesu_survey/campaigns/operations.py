"""Every operation on a campaign, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.form_fields import Why
from kesu_common.web.operations import Operation, Operations
from kesu_survey.campaigns import commands
from kesu_survey.campaigns.addresses import set_addresses
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign
from kesu_survey.campaigns.queries import campaign_of
from kesu_survey.campaigns.schemas import AddressesIn, AnalyseIn, CloseIn
from kesu_survey.mails.commands import resume_reminders, stop_reminders
from kesu_survey.mails.sending import invite_by_mail
from kesu_survey.measures.commands import tell_measures
from kesu_survey.measures.queries import proposed
from kesu_survey.measures.schemas import MeasuresIn
from kesu_survey.permissions import RUN_CAMPAIGN
from kesu_survey.plans.schemas import ReasonIn


def _measures(session: Session, _actor: Actor, campaign: Campaign) -> Mapping[str, Any]:
    return {"measures": proposed(session, campaign)}


OPERATIONS = Operations[Campaign](
    states=CAMPAIGN_STATES,
    find=campaign_of,
    all=(
        Operation(
            path="tell",
            title=N_("You said, we did"),
            summary="Say what came of the last survey; the form opens with it (clause 4.2.3.7)",
            action=RUN_CAMPAIGN,
            schema=MeasuresIn,
            run=tell_measures,
            command="tell",
            icon="news",
            tone="outline-primary",
            template="survey/campaigns/tell.html",
            initial=_measures,
        ),
        Operation(
            path="addresses",
            title=N_("Addresses"),
            summary="Say where the mails go to, for many customers at once",
            action=RUN_CAMPAIGN,
            schema=AddressesIn,
            run=set_addresses,
            command="invite",
            icon="id",
            tone="outline-primary",
            template="survey/campaigns/addresses.html",
        ),
        Operation(
            path="invite",
            title=N_("Send the mails"),
            summary="Put a mail with the link into the outbox for everybody who has an address and no link yet (clause 4.2.1.4)",
            action=RUN_CAMPAIGN,
            run=invite_by_mail,
            command="invite",
            icon="send-2",
            tone="outline-primary",
            done=N_("The mails lie in the outbox and go out now."),
        ),
        Operation(
            path="stop-reminders",
            title=N_("Stop the reminders"),
            summary="Send no more reminders",
            action=RUN_CAMPAIGN,
            schema=ReasonIn,
            run=stop_reminders,
            command="stop",
            icon="ban",
            tone="outline-primary",
            fields=(Why(label=N_("Why")),),
            offered=lambda _session, _actor, campaign: campaign.reminders > 0 and not campaign.reminders_stopped,
        ),
        Operation(
            path="resume-reminders",
            title=N_("Remind again"),
            summary="Send reminders again",
            action=RUN_CAMPAIGN,
            run=resume_reminders,
            command="resume",
            icon="bell",
            tone="outline-primary",
            offered=lambda _session, _actor, campaign: campaign.reminders_stopped,
        ),
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
