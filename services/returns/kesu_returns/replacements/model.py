"""Replacements (补发): what went out for a return, line by line."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.columns import Quantity
from kesu_returns.database import Base


class ReplacementShipment(Base):
    """Good goods of one line that left for the customer: how many, of which lot, by which carrier and waybill."""

    __tablename__ = "replacement_shipment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("return_line.id"), index=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    lot: Mapped[str | None] = mapped_column(String(64))
    carrier: Mapped[str | None] = mapped_column(String(100))
    waybill: Mapped[str | None] = mapped_column(String(64))
    shipped_at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str] = mapped_column(String(200))

    __table_args__ = (CheckConstraint("quantity > 0", name="something_shipped"),)
