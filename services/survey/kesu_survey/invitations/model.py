"""An invitation (调查邀请): one customer of one campaign, and the personal link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_survey.database import Base

_WAITING = ("queued", "sent", "opened", "partly")

INVITATION_STATES = StateTable(
    "invitation",
    {
        ("queued", "send"): "sent",
        ("sent", "send"): "sent",
        ("opened", "send"): "opened",
        ("partly", "send"): "partly",
        **{(state, "open"): "opened" for state in ("queued", "sent", "opened")},
        ("partly", "open"): "partly",
        **{(state, "keep"): "partly" for state in _WAITING},
        **{(state, "submit"): "completed" for state in _WAITING},
        **{(state, "key_in"): "keyed_in" for state in (*_WAITING, "declined")},
        **{(state, "decline"): "declined" for state in _WAITING},
        **{(state, "repeat"): state for state in ("completed", "keyed_in")},
    },
)
"""`send` again is a reminder; `repeat` is a second answer, which is kept as a duplicate and not counted."""

ANSWERED = ("completed", "keyed_in")
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
    kept: Mapped[list[dict[str, Any]]]
    """[{item, score, text}]: what was typed so far, until it is sent for good."""
    declined_because: Mapped[str | None]

    __table_args__ = (UniqueConstraint("campaign", "customer_code", name="uq_invitation_customer"),)
