"""An invitation (调查邀请): one customer of one campaign, and the personal link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_survey.database import Base

_WAITING = ("queued", "sent", "opened", "partly")
_REACHABLE = (*_WAITING, "bounced")
_CHECKED = ("keyed_once", "differing")

INVITATION_STATES = StateTable(
    "invitation",
    {
        **{(state, "address"): state for state in _REACHABLE},
        ("queued", "send"): "sent",
        ("bounced", "send"): "sent",
        ("sent", "send"): "sent",
        ("opened", "send"): "opened",
        ("partly", "send"): "partly",
        **{(state, "open"): "opened" for state in ("queued", "sent", "opened", "bounced")},
        ("partly", "open"): "partly",
        **{(state, "keep"): "partly" for state in _REACHABLE},
        **{(state, "submit"): "completed" for state in _REACHABLE},
        **{(state, "bounce"): "bounced" for state in _REACHABLE},
        **{(state, "revoke"): state for state in _REACHABLE},
        **{(state, "unsubscribe"): state for state in _REACHABLE},
        **{(state, "key_in"): "keyed_in" for state in (*_REACHABLE, "declined")},
        **{(state, "key_first"): "keyed_once" for state in (*_REACHABLE, "declined")},
        ("keyed_once", "key_differently"): "differing",
        **{(state, "key_again"): "keyed_in" for state in _CHECKED},
        **{(state, "discard"): "partly" for state in _CHECKED},
        **{(state, "decline"): "declined" for state in _REACHABLE},
        **{(state, "repeat"): state for state in ("completed", "keyed_in", *_CHECKED)},
    },
)
"""`send` again is a reminder; `repeat` is a second answer, which is kept as a duplicate and not counted. A paper form is typed in by one
person (`key_first`) and again by a second one: the same (`key_again`) or not (`key_differently`), which somebody settles."""

COUNTED = ("completed", "keyed_in")
ANSWERED = (*COUNTED, *_CHECKED)
"""Nobody of these is reminded; a paper form counts once it was checked."""
CHANNELS = ("email", "message", "letter", "visit", "phone")


class Invitation(Aggregate, Base):
    """Asks one customer; `number` is `<campaign>-<line>`."""

    __tablename__ = "invitation"

    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.number"), index=True)
    customer_code: Mapped[str] = mapped_column(String(64))
    customer_name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None] = mapped_column(String(200))
    sent_how: Mapped[str | None] = mapped_column(String(16))
    times_sent: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    kept: Mapped[list[dict[str, Any]]] = mapped_column(info={"secret": True})
    """[{item, score, choices, text}]: what was typed so far, until it is sent for good. No trail keeps it."""
    declined_because: Mapped[str | None]
    address: Mapped[str | None] = mapped_column(String(254))
    """Where mails go to; none: the link goes another way."""
    to_whom: Mapped[str | None] = mapped_column(String(200))
    edition: Mapped[int] = mapped_column(default=1)
    """Of the link: a revoked link has an older one."""
    opens: Mapped[int] = mapped_column(default=0)
    bounced_because: Mapped[str | None]
    unsubscribed_at: Mapped[datetime | None]
    """Since when the customer wants no reminders; the link stays good."""
    reminders_sent: Mapped[int] = mapped_column(default=0)
    remind_at: Mapped[datetime | None]
    """When the next reminder is due, by the site's working days."""

    __table_args__ = (
        UniqueConstraint("campaign", "customer_code", name="uq_invitation_customer"),
        Index("ix_invitation_remind_at", "remind_at", postgresql_where=text("remind_at IS NOT NULL")),
    )
