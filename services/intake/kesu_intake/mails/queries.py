"""Reading mails."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.mail.outbox import UNDELIVERED
from kesu_intake.complaints.model import Complaint
from kesu_intake.mails.model import Mail


def mails_of(session: Session, complaint: str) -> Sequence[Mail]:
    """The mails about a complaint, oldest first."""
    return session.scalars(select(Mail).where(Mail.complaint_number == complaint).order_by(Mail.queued_at, Mail.id)).all()


def undelivered(session: Session, complaint: str) -> Sequence[Mail]:
    """Those that did not reach the customer, and that nobody has done anything about."""
    return [mail for mail in mails_of(session, complaint) if mail.state in UNDELIVERED]


def mail_of(session: Session, complaint: Complaint, mail_id: UUID) -> Mail:
    """One mail of this complaint. Raises `NotFound`."""
    found = session.scalar(select(Mail).where(Mail.complaint_number == complaint.number, Mail.id == mail_id).with_for_update())
    if found is None:
        raise NotFound(N_("There is no such mail of this complaint."))
    return found
