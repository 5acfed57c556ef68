"""Goods looked through to protect the customer, by the place where they lie (围堵数量)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_capa.database import Base
from kesu_common.database.columns import Quantity

PLACES = ("stock", "transit", "customer")
"""Where goods may lie: in stock, on the way, at customers."""

PROOFS = ("containment", "evidence")
"""What a file can prove: that the customer is protected (D3), or that an action was done (D6)."""


class ContainedPlace(Base):
    """How much there is to check in one place, how much was checked, how much of that was bad (D3), in the product's own unit."""

    __tablename__ = "capa_place"

    capa_id: Mapped[UUID] = mapped_column(ForeignKey("capa.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(16), primary_key=True)
    to_check: Mapped[Decimal] = mapped_column(Quantity)
    checked: Mapped[Decimal] = mapped_column(Quantity)
    bad: Mapped[Decimal] = mapped_column(Quantity)
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("place IN ('stock', 'transit', 'customer')", name="place_known"),
        CheckConstraint("0 <= bad AND bad <= checked AND checked <= to_check", name="checked_within"),
    )
