"""Customers (客户) and the history of their tiers (客户分级)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_intake.database import Base

TIERS = ("A", "B", "C")
"""A: main customers, who have a service file; C: everybody who was not graded otherwise (clause 4.1.2-a)."""

LANGUAGES = ("zh", "en")
"""The languages in which customers are written to."""

CUSTOMER_STATES = StateTable(
    "customer",
    {
        ("active", "change"): "active",
        ("active", "keep_file"): "active",
        ("active", "absorb"): "active",
        ("active", "deactivate"): "inactive",
        ("inactive", "activate"): "active",
        ("active", "merge"): "merged",
        ("inactive", "merge"): "merged",
    },
)


class Customer(Aggregate, Base):
    """Who complains (客户). `number` is the customer's code, unique over all sites; `site` is the plant that serves the customer."""

    __tablename__ = "customer"

    name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[str] = mapped_column(String(1))
    language: Mapped[str] = mapped_column(String(8))
    contacts: Mapped[list[dict[str, Any]]]
    """[{name, role, phone, email}]; the first is the one to talk to."""
    notes: Mapped[str | None]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("customer.number"), index=True)
    """The code of the customer that this one turned out to be; its own code stays as an alias."""

    __table_args__ = (Index("ix_customer_name", "name"),)

    @property
    def code(self) -> str:
        """The customer's code, which is its number."""
        return self.number


class TierChange(Base):
    """One grading of a customer: from when, by whom, why."""

    __tablename__ = "customer_tier"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"), index=True)
    tier: Mapped[str] = mapped_column(String(1))
    reason: Mapped[str]
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
