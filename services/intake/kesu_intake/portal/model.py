"""Links to the portal, and which complaint came over which."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base


class PortalLink(Base):
    """One person's link at one customer's (门户链接): signed, with an end, and taken back at any time."""

    __tablename__ = "portal_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"), index=True)
    site: Mapped[str] = mapped_column(String(16))
    person: Mapped[str] = mapped_column(String(200))
    """To whom it was given."""
    issued_by: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_by: Mapped[str | None] = mapped_column(String(200))
    revoked_at: Mapped[datetime | None]

    @property
    def is_good(self) -> bool:
        """Whether it opens the portal now."""
        return self.revoked_at is None and self.expires_at > clock.now()


class PortalEntry(Base):
    """A complaint, or files for one, that came over a link: what the limits count."""

    __tablename__ = "portal_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("portal_link.id"))
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"))
    files: Mapped[int]
    is_complaint: Mapped[bool]
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_portal_entry_link", "link_id", "entered_at"),)
