"""A test of a case and its measured values (检测记录)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_quality.database import Base
from kesu_quality.standards.model import Characteristic, Reading, Standard


class Measurement(Base):
    """One test of one sample (样品), with the instrument and the version of the standard that it was judged against.

    `result` is worked out from the values and never typed; `late` marks a test that came after a verdict.
    """

    __tablename__ = "measurement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("quality_case.number"), index=True)
    standard_id: Mapped[UUID] = mapped_column(ForeignKey("standard.id"))
    round: Mapped[int]
    sample: Mapped[str] = mapped_column(String(200))
    instrument: Mapped[str | None] = mapped_column(String(200))
    remark: Mapped[str | None]
    result: Mapped[str] = mapped_column(String(8))
    failed: Mapped[list[str]]
    """English names of the characteristics that were missed."""
    missing: Mapped[list[str]]
    """English names of the characteristics of the standard without a value."""
    late: Mapped[bool]
    inspected: Mapped[int]
    """How many pieces of the lot this test looked at, and how many of them were bad: what sampling judges the lot by."""
    bad: Mapped[int]
    calibration_due: Mapped[date | None]
    """Until when the instrument was calibrated, if it is a known one; `calibration_reason` says why it was used afterwards."""
    calibration_reason: Mapped[str | None]
    tested_at: Mapped[datetime]
    tested_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    standard: Mapped[Standard] = relationship(lazy="joined")
    __table_args__ = (CheckConstraint("inspected >= 1 AND bad BETWEEN 0 AND inspected", name="pieces"),)

    values: Mapped[list[MeasuredValue]] = relationship(order_by="MeasuredValue.piece", cascade="all, delete-orphan", lazy="selectin")


class MeasuredValue(Base):
    """One value of one piece, and whether it lies within the limits (判定)."""

    __tablename__ = "measured_value"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    measurement_id: Mapped[UUID] = mapped_column(ForeignKey("measurement.id"))
    characteristic_id: Mapped[UUID] = mapped_column(ForeignKey("characteristic.id"))
    piece: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Reading)
    conforms: Mapped[bool]
    characteristic: Mapped[Characteristic] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("measurement_id", "characteristic_id", "piece", name="uq_measured_value_piece"),)
