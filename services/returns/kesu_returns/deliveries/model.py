"""What was delivered (发货记录): the ground on which returns are matched and recalls are traced."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.columns import Quantity
from kesu_returns.database import Base

Price = Numeric(14, 4)
"""Column type of a price per piece, in the currency of the site."""


class Delivery(Base):
    """One delivered line: a product, perhaps of one lot, to one customer (none for a sale over the counter).

    `number` is the ERP's, unique at its site: the same number sent again corrects the line. `quantity` in the product's own unit.
    """

    __tablename__ = "delivery"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(64))
    site: Mapped[str] = mapped_column(String(16))
    document: Mapped[str | None] = mapped_column(String(64))
    customer_code: Mapped[str | None] = mapped_column(String(32))
    customer_name: Mapped[str | None] = mapped_column(String(200))
    product: Mapped[str] = mapped_column(String(100))
    product_name: Mapped[str | None] = mapped_column(String(200))
    gtin: Mapped[str | None] = mapped_column(String(14), index=True)
    lot: Mapped[str | None] = mapped_column(String(64))
    serials: Mapped[list[str]] = mapped_column(ARRAY(String(64)), default=list)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    unit_price: Mapped[Decimal | None] = mapped_column(Price)
    delivered_on: Mapped[date]
    delivered_at: Mapped[datetime | None]
    """The moment, where the other system knows it; otherwise the start of the day counts."""
    carrier: Mapped[str | None] = mapped_column(String(100))
    waybill: Mapped[str | None] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it once)
    __table_args__ = (
        UniqueConstraint("site", "number"),
        CheckConstraint("quantity > 0", name="something_delivered"),
        CheckConstraint("unit_price >= 0", name="price_not_negative"),
        Index("ix_delivery_list", "delivered_on", "id"),
        Index("ix_delivery_lot", "site", "lot"),
        Index("ix_delivery_customer", "customer_code", "product", "delivered_on"),
        Index("ix_delivery_serials", "serials", postgresql_using="gin"),
    )
