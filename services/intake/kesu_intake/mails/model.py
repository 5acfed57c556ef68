"""A mail to the customer (邮件) from the moment it is decided until it is known what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.states import StateTable
from kesu_intake.complaints.model import Complaint
from kesu_intake.database import Base

MAIL_STATES = StateTable(
    "mail",
    {
        ("queued", "send"): "sending",
        ("queued", "cancel"): "cancelled",
        ("sending", "accept"): "sent",
        ("sending", "defer"): "queued",
        ("sending", "refuse"): "failed",
        ("sending", "lose"): "unclear",
        ("sent", "bounce"): "bounced",
        ("unclear", "bounce"): "bounced",
        ("failed", "replace"): "replaced",
        ("bounced", "replace"): "replaced",
        ("unclear", "replace"): "replaced",
    },
)
"""`sent`: the next server has taken it, which is all that SMTP tells. `unclear`: that server had the whole mail and gave no answer; it is
not sent again by itself, so that nobody gets it twice. `replaced`: sales has sent another one or told the customer otherwise."""

UNDELIVERED = ("failed", "bounced", "unclear")
"""The customer has not been reached, as far as is known: sales has to do something."""

ACKNOWLEDGEMENT, REPLY, REMINDER = "acknowledgement", "reply", "reminder"

RETRIES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
"""How long to wait after each attempt that a server put off; after the last one the mail has failed."""

STUCK = timedelta(minutes=30)
"""A worker that has had a mail in hand for so long has died with it: nobody knows whether the server took it."""


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
