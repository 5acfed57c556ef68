"""Places (库位) and movements (移动) of returned goods. Minimal: enough to say that goods are in quarantine, and where."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.columns import Quantity
from kesu_returns.database import Base

PLACE_KINDS = ("dock", "quarantine", "bench", "released", "scrap", "stock", "vehicle", "customer")
"""收货区, 隔离区, 检测/返工台, 放行区, 报废区, 合格品区, 车辆, 客户处."""

QUARANTINE = "QUARANTINE"
RELEASED = "RELEASED"
SCRAP = "SCRAP"
CUSTOMER = "CUSTOMER"
EVERYWHERE = {QUARANTINE: "quarantine", RELEASED: "released", SCRAP: "scrap", CUSTOMER: "customer"}
"""Code → kind of the places that every site has without naming them: where returned goods lie until they are released, where they go then,
and where they come from.
"""

IN_HAND = ("dock", "quarantine", "bench", "vehicle")
"""Kinds of places where goods lie on which nobody has decided yet: there they arrive."""


class Place(Base):
    """Somewhere that goods can lie, at one site."""

    __tablename__ = "place"

    site: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it once)
    __table_args__ = (
        CheckConstraint("kind IN ('dock', 'quarantine', 'bench', 'released', 'scrap', 'stock', 'vehicle', 'customer')", name="kind_known"),
    )


class Movement(Base):
    """A quantity of one line's goods that went from one place to another. Only ever added to."""

    __tablename__ = "movement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site: Mapped[str] = mapped_column(String(16))
    line_id: Mapped[UUID] = mapped_column(ForeignKey("return_line.id"), index=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    from_place: Mapped[str] = mapped_column(String(64))
    to_place: Mapped[str] = mapped_column(String(64))
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    by: Mapped[str] = mapped_column(String(200))

    __table_args__ = (CheckConstraint("quantity > 0", name="something_moved"), Index("ix_movement_site", "site", "moved_at"))


class Stock(Base):
    """How much of a line's goods lies at a place of ours now, and since when the last of them came there.

    Kept by the database itself with every movement, and never less than nothing. The customer's side is no place of ours.
    """

    __tablename__ = "stock"

    line_id: Mapped[UUID] = mapped_column(ForeignKey("return_line.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    since: Mapped[datetime]

    __table_args__ = (CheckConstraint("quantity >= 0", name="not_negative"),)
