"""What the portal and sales read of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.attachments import Attachment, attachments_of
from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_intake.complaints.model import Complaint
from kesu_intake.portal.model import PortalLink

SHOWN = 100


def links_of(session: Session, customer: str) -> Sequence[PortalLink]:
    """The links that a customer was given, newest first."""
    return session.scalars(select(PortalLink).where(PortalLink.customer_code == customer).order_by(PortalLink.id.desc())).all()


def link_of(session: Session, customer: str, link: UUID) -> PortalLink:
    """One of them, locked for a command. Raises `NotFound`."""
    found = session.scalar(select(PortalLink).where(PortalLink.id == link, PortalLink.customer_code == customer).with_for_update())
    if found is None:
        raise NotFound(N_("There is no such link."))
    return found


def own_complaints(session: Session, link: PortalLink) -> Sequence[Complaint]:
    """The complaints of the link's customer at the link's site, newest first, at most `SHOWN`."""
    own = select(Complaint).where(Complaint.customer_code == link.customer_code, Complaint.site == link.site)
    return session.scalars(own.order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(SHOWN)).all()


def own_complaint(session: Session, link: PortalLink, number: str, *, lock: bool = False) -> Complaint:
    """One of them. Raises `NotFound` for everybody else's, in the same words as for none."""
    own = select(Complaint).where(Complaint.number == number, Complaint.customer_code == link.customer_code, Complaint.site == link.site)
    found = session.scalar(own.with_for_update().execution_options(populate_existing=True) if lock else own)
    if found is None:
        raise NotFound(N_("There is no complaint “%(number)s”."), number=number)
    return found


def own_files(session: Session, complaint: Complaint) -> list[Attachment]:
    """The files that the customer has sent over the portal."""
    return [file for file in attachments_of(session, complaint.number) if file.added_by.startswith(f"{complaint.customer_code} (")]
