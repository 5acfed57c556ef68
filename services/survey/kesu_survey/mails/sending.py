"""What the web layer adds to commands that send mail: whether this installation can send any."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.current import current_runtime
from kesu_survey.campaigns.model import Campaign
from kesu_survey.mails import commands


def invite_by_mail(session: Session, actor: Actor, campaign: Campaign) -> Campaign:
    """Send the mails. Raises `Conflict` where mail is not set up."""
    if current_runtime().settings.mail is None:
        raise Conflict(N_("Mail is not set up here: send the links otherwise, or print the letters."))
    return commands.invite_by_mail(session, actor, campaign)
