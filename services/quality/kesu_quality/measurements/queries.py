"""Reading tests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_quality.measurements.model import MeasuredValue, Measurement
from kesu_quality.standards.model import Characteristic


class GridRow(NamedTuple):
    """One line of a measuring grid: the characteristic and its values by piece."""

    characteristic: Characteristic
    values: dict[int, MeasuredValue]


def tests_of(session: Session, case: str) -> Sequence[Measurement]:
    """The case's tests, oldest first."""
    return session.scalars(select(Measurement).where(Measurement.case_number == case).order_by(Measurement.id)).all()


def grid_of(test: Measurement) -> tuple[list[GridRow], list[int]]:
    """A test as a grid: a row for each characteristic of the standard, and the numbers of the pieces."""
    pieces = sorted({value.piece for value in test.values})
    rows = [GridRow(c, {v.piece: v for v in test.values if v.characteristic_id == c.id}) for c in test.standard.characteristics]
    return rows, pieces


def values_of(session: Session, characteristic: Characteristic, most: int, case: str | None = None) -> list[Decimal]:
    """The last values of a characteristic in the order of measuring, of one case or of all."""
    wanted = select(MeasuredValue.value).join(Measurement).where(MeasuredValue.characteristic_id == characteristic.id)
    if case:
        wanted = wanted.where(Measurement.case_number == case)
    newest = wanted.order_by(Measurement.tested_at.desc(), Measurement.id.desc(), MeasuredValue.piece.desc()).limit(most)
    return list(reversed(session.scalars(newest).all()))
