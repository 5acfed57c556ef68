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
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.mails.commands import report_bounce
from kesu_intake.mails.model import Mail
from kesu_intake.mails.schemas import BounceReportIn, MailOut
from kesu_intake.permissions import REPLY

api = ApiBlueprint("mails", __name__, description="Mails to customers (邮件): reports of non-delivery")


@api.post("/bounce-reports")
@allow(REPLY)
@api.arguments(BounceReportIn())
@api.response(200, MailOut(many=True))
def take_report(data: Mapping[str, Any]) -> list[Mail]:
    """Hand in a report of non-delivery; answers the mail that came back, or nothing when the report tells of no failure"""
    bounce = read_bounce(data["message"])
    if bounce is None:
        return []
    session, actor = current_session(), current_actor()
    mail = session.get(Mail, bounce.mail)
    if mail is None or not actor.may(REPLY, mail.site):
        raise NotFound(N_("There is no such mail of this complaint."))
    if mail.state == "bounced":
        return [mail]  # the same report again
    complaint = complaint_of(session, actor, mail.complaint_number, lock=True)
    return [report_bounce(session, actor, complaint, mail=bounce.mail, reason=bounce.reason)]
