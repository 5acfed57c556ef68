"""The log of everything that was said and written between the company and the customer (沟通记录)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base

DIRECTIONS = ("in", "out")


class Exchange(Base):
    """One exchange with the customer, on a case or in general (clause 3.2-a): who, when, over which channel, what."""

    __tablename__ = "exchange"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str | None] = mapped_column(ForeignKey("complaint.number"))
    contact_number: Mapped[str | None] = mapped_column(ForeignKey("contact.number"), index=True)
    """The contact that it belongs to; one that became a complaint keeps both numbers."""
    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"))
    site: Mapped[str] = mapped_column(String(16))
    direction: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(16))
    person: Mapped[str] = mapped_column(String(200))
    """Whom at the customer's."""
    content: Mapped[str]
    occurred_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        Index("ix_exchange_complaint", "complaint_number", "occurred_at"),
        Index("ix_exchange_customer", "customer_code", "occurred_at"),
    )
