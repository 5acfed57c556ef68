"""Agreements with customers (客户协议) and their states."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_intake.database import Base

KINDS = ("quality_terms", "delivery_terms", "price_terms", "warranty", "service_terms", "other")

AGREEMENT_STATES = StateTable(
    "agreement",
    {
        ("drafted", "approve"): "in_force",
        ("drafted", "drop"): "dropped",
        ("in_force", "end"): "ended",
    },
)


class Agreement(Aggregate, Base):
    """What was agreed with a customer beyond a single case (clause 4.1.2-a): a quality agreement, delivery terms, a warranty."""

    __tablename__ = "agreement"

    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"))
    customer_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    terms: Mapped[str]
    agreed_with: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    drafted_by: Mapped[str] = mapped_column(String(200))
    drafted_login: Mapped[str] = mapped_column(String(64))
    approved_by: Mapped[str | None] = mapped_column(String(200))
    approved_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    """Why it was dropped or ended."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_agreement_customer", "customer_code", "valid_from"), Index("ix_agreement_created", "created_at", "id"))
