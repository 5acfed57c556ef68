"""The talk with a dissatisfied key customer (深访) and its states."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_intake.database import Base

TALK_STATES = StateTable(
    "talk",
    {
        ("opened", "find"): "found",
        ("found", "find"): "found",
        ("found", "tell"): "told",
    },
)
"""It ends only after somebody has found out what is behind it and the customer was told of the measure (clause 4.2.3.7)."""

MAIN_WAY = ("opened", "found", "told")


class Talk(Aggregate, Base):
    """One key customer and one survey: what was unsatisfactory, what was found out, what the customer was told."""

    __tablename__ = "talk"

    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"))
    customer_name: Mapped[str] = mapped_column(String(200))
    campaign: Mapped[str] = mapped_column(String(64), index=True)
    items: Mapped[list[dict[str, Any]]]
    """[{item, item_zh, item_en, score}]: the low scores, as the survey states them."""
    person: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str | None] = mapped_column(String(16))
    findings: Mapped[str | None]
    found_by: Mapped[str | None] = mapped_column(String(200))
    found_at: Mapped[datetime | None]
    measure: Mapped[str | None]
    """What is being done about it, as the customer was told."""
    told_whom: Mapped[str | None] = mapped_column(String(200))
    told_by: Mapped[str | None] = mapped_column(String(200))
    told_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_talk_customer", "customer_code", "campaign"), Index("ix_talk_created", "created_at", "id"))
