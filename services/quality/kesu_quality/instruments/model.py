"""A measuring instrument (计量器具), known by the code that stands on it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.states import StateTable
from kesu_quality.database import Base

INSTRUMENT_STATES = StateTable(
    "instrument",
    {("in_use", "calibrate"): "in_use", ("in_use", "retire"): "out_of_use", ("out_of_use", "calibrate"): "in_use"},
)


class Instrument(Aggregate, Base):
    """An instrument of one site. It may be used up to and including the day `calibration_due` (校准有效期)."""

    __tablename__ = "instrument"

    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    calibrated_on: Mapped[date]
    calibration_due: Mapped[date]
    certificate: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("site", "code", name="uq_instrument_code"),
        CheckConstraint("calibration_due >= calibrated_on", name="due_after_calibration"),
        Index("ix_instrument_due", "calibration_due", "id"),
    )
