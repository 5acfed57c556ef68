"""Visits to customers (客户拜访) and their states."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_intake.database import Base

VISIT_STATES = StateTable("visit", {("planned", "move"): "planned", ("planned", "report"): "reported", ("planned", "cancel"): "cancelled"})


class Visit(Aggregate, Base):
    """Somebody of us goes to see a customer (clause 4.1.2-a): why, when, where, who; afterwards what was found and agreed."""

    __tablename__ = "visit"

    customer_code: Mapped[str] = mapped_column(ForeignKey("customer.number"))
    customer_name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str]
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    people: Mapped[str] = mapped_column(String(500))
    with_whom: Mapped[str] = mapped_column(String(200))
    findings: Mapped[str | None]
    reason: Mapped[str | None]
    """Why it was moved or cancelled."""
    planned_by: Mapped[str] = mapped_column(String(200))
    ended_by: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_visit_customer", "customer_code", "starts_at"),
        Index("ix_visit_starts", "starts_at", "id"),
        Index("ix_visit_created", "created_at", "id"),
    )
