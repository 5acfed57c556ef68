"""REST interface of mails: where a mail server, or whoever reads its mailbox, hands in reports of non-delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.mail import read_bounce
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_survey.invitations.schemas import BounceReportIn
from kesu_survey.mails.commands import report_bounce
from kesu_survey.mails.model import SurveyMail
from kesu_survey.mails.queries import invitation_locked
from kesu_survey.mails.schemas import SurveyMailOut
from kesu_survey.permissions import REPORT_BOUNCE

api = ApiBlueprint("survey-mails", __name__, description="Mails with a survey's links (调查邮件): reports of non-delivery")


@api.post("/bounce-reports")
@allow(REPORT_BOUNCE)
@api.arguments(BounceReportIn)
@api.response(200, SurveyMailOut(many=True))
def take_report(data: Mapping[str, Any]) -> list[SurveyMail]:
    """Hand in a report of non-delivery; answers the mail that came back, or nothing when the report tells of no failure"""
    bounce = read_bounce(data["message"])
    if bounce is None:
        return []
    session, actor = current_session(), current_actor()
    mail = session.get(SurveyMail, bounce.mail)
    if mail is None or not actor.may(REPORT_BOUNCE, mail.site):
        raise NotFound(N_("The report is not about a mail of a survey."))
    invitation = invitation_locked(session, mail.invitation)
    session.refresh(mail, with_for_update=True)
    if mail.state == "bounced":
        return [mail]  # the same report again
    return [report_bounce(session, actor, mail, invitation, bounce.reason)]
