"""A subscription (订阅): where a third party wants to hear which facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_webhooks.database import Base

SUBSCRIPTION_STATES = StateTable(
    "subscription",
    {
        ("active", "change"): "active",
        ("active", "renew_secret"): "active",
        ("active", "pause"): "paused",
        ("paused", "change"): "paused",
        ("paused", "renew_secret"): "paused",
        ("paused", "resume"): "active",
        ("active", "end"): "ended",
        ("paused", "end"): "ended",
    },
)


class Subscription(Aggregate, Base):
    """One third party's subscription. The secret is shown once, when it is made; kept is its encrypted form, for signing."""

    __tablename__ = "subscription"

    name: Mapped[str] = mapped_column(String(100))
    url: Mapped[str] = mapped_column(String(2000))
    types: Mapped[list[str]]
    """Patterns of `<thing>.<fact>`: `complaint.*`, `return.closed`, `*`."""
    sites: Mapped[list[str]]
    """The sites whose facts are sent; the subscription's own site answers for it."""
    secret: Mapped[str] = mapped_column(info={"secret": True})
    """Encrypted, see `secrets.py`; never leaves the service."""
    secret_since: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("site", "name", name="uq_subscription_name"),)
