"""The way in which a requested return is handled (退货处理方式)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_quality.database import Base

HANDLING_STATES = StateTable(
    "handling",
    {
        ("requested", "decide"): "decided",
        ("requested", "cancel"): "cancelled",
        ("decided", "cancel"): "cancelled",
    },
)

WAYS = (
    "return_and_test",
    "return_and_exchange",
    "rework_here",
    "rework_at_customer",
    "test_at_customer",
    "keep_at_customer",
    "scrap_at_customer",
)
"""退回检测, 退回换货, 退回返工, 客户处返工, 客户处检测, 客户留用, 客户处报废."""


class Handling(Aggregate, Base):
    """A return as its form came to quality, and the way of handling; its number is the return's (clause 4.1.3.7-a).

    `lines` are the form's: [{line, product, lot, quantity}].
    """

    __tablename__ = "handling"

    complaint: Mapped[str | None] = mapped_column(String(64), index=True)
    customer_code: Mapped[str | None] = mapped_column(String(64))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    lines: Mapped[list[dict[str, Any]]]
    asked_at: Mapped[datetime]
    way: Mapped[str | None] = mapped_column(String(32))
    instructions: Mapped[str | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_handling_created", "created_at", "id"),)
