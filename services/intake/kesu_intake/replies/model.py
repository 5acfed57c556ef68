"""Replies and reminders that went to the customer (回复客户)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base

REPLY = "reply"
REMINDER = "reminder"
KINDS = (REPLY, REMINDER)


class Reply(Base):
    """What the customer was told, when, by whom, how (clause 4.1.3.1-c). A reminder asks again for the confirmation."""

    __tablename__ = "reply"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    round: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    to: Mapped[str] = mapped_column("to_whom", String(200))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str]
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail.id"))
    """The mail that it went out with; none when it was sent by hand."""
    sent_by: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
