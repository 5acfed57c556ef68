"""A mail to the customer (邮件) from the moment it is decided until it is known what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.mail.outbox import outbox_states
from kesu_intake.complaints.model import Complaint
from kesu_intake.database import Base

MAIL_STATES = outbox_states("mail")

ACKNOWLEDGEMENT, REPLY, REMINDER = "acknowledgement", "reply", "reminder"


@dataclass(frozen=True)
class Sender:
    """What a mail needs of the installation: the address that it comes from, and the link at which a customer confirms."""

    address: str
    link_of: Callable[[Complaint], str]


class Mail(Base):
    """One mail to one person. `id` is that of the fact `mail.queued`, and the Message-ID."""

    __tablename__ = "mail"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    site: Mapped[str] = mapped_column(String(16))
    round: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    to: Mapped[str] = mapped_column("to_whom", String(200))
    address: Mapped[str] = mapped_column(String(254))
    sender: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str]
    text: Mapped[str]
    enclosures: Mapped[list[str]]
    """Ids of the complaint's attachments that go with it."""
    state: Mapped[str] = mapped_column(String(16), default=MAIL_STATES.initial)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    """Not to be sent before."""
    claimed_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    """What the server, or the report of non-delivery, said last."""
    queued_by: Mapped[str] = mapped_column(String(200))
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_mail_next", "next_at", postgresql_where=sql("state IN ('queued', 'sending')")),)
