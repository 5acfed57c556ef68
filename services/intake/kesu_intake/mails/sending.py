"""What the web layer adds to commands that send mail: the sender of this installation, and the test report as a file."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.current import current_runtime
from kesu_intake.complaints.commands import acknowledge_complaint
from kesu_intake.complaints.model import Complaint
from kesu_intake.confirmations.links import confirmation_link
from kesu_intake.mails.commands import send_again
from kesu_intake.mails.model import Mail, Sender
from kesu_intake.replies.commands import reply_complaint
from kesu_intake.replies.model import Reply
from kesu_intake.test_reports.report import attach_report


def sender() -> Sender | None:
    """The sender of this installation; none where mail is not set up."""
    settings = current_runtime().settings
    return None if settings.mail is None else Sender(settings.mail.sender, lambda complaint: confirmation_link(settings, complaint))


def mail_is_set_up(_session: Session, _actor: Actor, _complaint: Complaint) -> bool:
    """Whether mails can be sent from here."""
    return sender() is not None


def acknowledge(session: Session, actor: Actor, complaint: Complaint, **given: Any) -> Complaint:
    """Acknowledge, by mail where an address is given."""
    return acknowledge_complaint(session, actor, complaint, sender=sender(), **given)


def reply(session: Session, actor: Actor, complaint: Complaint, *, report: bool, enclosures: list[Any], **given: Any) -> Reply:
    """Reply, by mail where an address is given; with `report` the test report is made and goes along."""
    files = [attach_report(session, actor, complaint, given["language"])] if report else []
    session.flush()
    return reply_complaint(session, actor, complaint, sender=sender(), enclosures=[*(f.id for f in files), *enclosures], **given)


def again(session: Session, actor: Actor, complaint: Complaint, **given: Any) -> Mail:
    """Send a mail again. Raises `Conflict` where no mail can be sent."""
    own = sender()
    if own is None:
        raise Conflict(N_("Mail is not set up here: tell the customer otherwise."))
    return send_again(session, actor, complaint, sender=own, **given)
