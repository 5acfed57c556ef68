"""A product's standard (产品标准), its characteristics, and its states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_quality.database import Base

STANDARD_STATES = StateTable(
    "standard",
    {
        ("draft", "change"): "draft",
        ("draft", "release"): "released",
        ("draft", "discard"): "discarded",
        ("released", "revise"): "released",
        ("released", "retire"): "retired",
        ("retired", "revise"): "retired",
    },
)
"""`revise` copies a version into a new draft and leaves the old one as it is: what was tested against it stays true."""

KINDS = ("measured", "attribute")
"""A measured value with limits (计量), or the number of pieces found bad (计数), which must not pass the upper limit."""
CLASSES = ("critical", "major", "minor")

Reading = Numeric(18, 6)
"""Column type of limits and measured values."""


class Standard(Aggregate, Base):
    """One version of a product's standard: `revision` counts them, `valid_from` is the day of manufacture from which it holds."""

    __tablename__ = "standard"

    product: Mapped[str] = mapped_column(String(200))
    revision: Mapped[int]
    valid_from: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))
    change_note: Mapped[str | None] = mapped_column(String(2000))
    characteristics: Mapped[list[Characteristic]] = relationship(
        order_by="Characteristic.position", cascade="all, delete-orphan", lazy="selectin"
    )

    __table_args__ = (
        UniqueConstraint("site", "product", "revision", name="uq_standard_revision"),
        Index("ix_standard_created", "created_at", "id"),
    )


class Characteristic(Base):
    """One characteristic (检验项目): name, method, unit, nominal value and limits, and how severe a miss is. Limits themselves conform."""

    __tablename__ = "characteristic"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    standard_id: Mapped[UUID] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"))
    position: Mapped[int]
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    method: Mapped[str | None] = mapped_column(String(200))
    instrument: Mapped[str | None] = mapped_column(String(200))
    unit: Mapped[str | None] = mapped_column(String(16))
    nominal: Mapped[Decimal | None] = mapped_column(Reading)
    lower: Mapped[Decimal | None] = mapped_column(Reading)
    upper: Mapped[Decimal | None] = mapped_column(Reading)
    severity_class: Mapped[str] = mapped_column(String(16))

    __table_args__ = (
        UniqueConstraint("standard_id", "position", name="uq_characteristic_position"),
        CheckConstraint("lower IS NOT NULL OR upper IS NOT NULL", name="limited"),
        CheckConstraint("lower IS NULL OR upper IS NULL OR lower <= upper", name="limits_ordered"),
    )

    def name(self, language: str) -> str:
        """The characteristic's name in `language` (`zh` or English)."""
        return self.name_zh if language == "zh" else self.name_en

    def conforms(self, value: Decimal) -> bool:
        """Whether a value lies within the limits, the limits included (clause 4.1.3.2: judged, not typed)."""
        return (self.lower is None or value >= self.lower) and (self.upper is None or value <= self.upper)
