"""Reading tests."""

from __future__ import annotations

from collections.abc import Sequence
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
