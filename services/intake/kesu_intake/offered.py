"""When the button of an operation on a complaint is offered, beyond what the state allows. Each: `(session, actor, complaint) -> bool`."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks.queries import tasks_of
from kesu_intake import permissions, tasks
from kesu_intake.clarifications.queries import is_not_ours
from kesu_intake.complaints.commands import what_is_out
from kesu_intake.complaints.model import Complaint
from kesu_intake.dispatches.queries import open_dispatch
from kesu_intake.followups.queries import open_followups
from kesu_intake.mails import sending
from kesu_intake.mails.queries import mails_of, undelivered
from kesu_intake.working_texts.queries import corrections_for


def in_foreign_language(session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """Its text is in another language than the site works in."""
    return complaint.text_language != site_of(session, complaint.site).working_language


def was_asked(session: Session, actor: Actor, complaint: Complaint) -> bool:
    """A department of this person was asked and has not answered."""
    own = (d for d in permissions.ANSWER.roles if actor.has_role(d, complaint.site))
    return any(open_dispatch(session, complaint.number, department) for department in own)


def not_ours(session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """Quality says that the fault is not ours."""
    return is_not_ours(session, complaint)


def nothing_is_out(session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """Its goods are where they belong: it may be closed."""
    return what_is_out(session, complaint) is None


def followup_waits(session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """A corrective action ended, and the customer was not asked yet whether it helped."""
    return bool(open_followups(session, complaint.number))


def mail_missed(session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """A mail did not arrive and nobody has told the customer otherwise."""
    return bool(undelivered(session, complaint.number))


def mail_can_be_sent_again(session: Session, actor: Actor, complaint: Complaint) -> bool:
    """A mail did not arrive, and this site can send mail."""
    return mail_missed(session, actor, complaint) and sending.mail_is_set_up(session, actor, complaint)


def mail_is_out(session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """A mail went out of which nothing bad is known."""
    return any(mail.state in {"sent", "unclear"} for mail in mails_of(session, complaint.number))


def not_acknowledged(_session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """The customer was not told that it has arrived."""
    return complaint.acknowledged_at is None


def not_escalated(_session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """No corrective action report was issued, and it is not over."""
    return complaint.escalated is None and complaint.state not in {"closed", "withdrawn"}


def correction_waits(session: Session, actor: Actor, complaint: Complaint) -> bool:
    """This person read a translation that was corrected since."""
    return bool(corrections_for(session, actor, complaint))


def additions_wait(session: Session, _actor: Actor, complaint: Complaint) -> bool:
    """The customer added something that nobody has looked at."""
    return any(task.kind == tasks.LOOK.name for task in tasks_of(session, complaint.number, only_open=True))


def on_the_page_of_originals(_session: Session, _actor: Actor, _complaint: Complaint) -> bool:
    """Their buttons stand there, beside what they change."""
    return False
