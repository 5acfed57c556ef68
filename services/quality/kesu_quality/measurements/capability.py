"""Capability and control chart of single values (Cp, Cpk, Pp, Ppk, 单值-移动极差图): arithmetic only.

Source: ISO 22514-2 for the indices, ISO 7870-2 for the chart (constants for moving ranges of two: d2 = 1.128, 3/d2 = 2.660, D4 = 3.267).
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ENOUGH = 20
"""With fewer values neither the indices nor the limits mean anything."""
_D2, _E2, _D4 = 1.128, 2.660, 3.267
_RUN = 9
"""So many values in a row on one side of the mean are not by chance (ISO 7870-2, test 2)."""


@dataclass(frozen=True)
class Capability:
    """`cp`, `cpk` by the short-term spread (mean moving range), `pp`, `ppk` by the overall one; `None` where a limit or all spread is
    missing."""

    n: int
    mean: float
    within: float
    overall: float
    cp: float | None
    cpk: float | None
    pp: float | None
    ppk: float | None


@dataclass(frozen=True)
class Chart:
    """Limits of single values and their moving ranges, and the positions (from 0) of values that speak against a stable process."""

    mean: float
    upper: float
    lower: float
    range_mean: float
    range_upper: float
    beyond: tuple[int, ...]
    runs: tuple[int, ...]

    @property
    def stable(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.beyond and not self.runs


def capability(values: Sequence[Decimal], lower: Decimal | None, upper: Decimal | None) -> Capability | None:
    """The indices of values in the order of measuring; `None` below `ENOUGH`."""
    if len(values) < ENOUGH:
        return None
    numbers = [float(value) for value in values]
    mean, within, overall = statistics.fmean(numbers), _mean_range(numbers) / _D2, statistics.stdev(numbers)
    cp, cpk = _indices(mean, within, lower, upper)
    pp, ppk = _indices(mean, overall, lower, upper)
    return Capability(len(numbers), mean, within, overall, cp, cpk, pp, ppk)


def chart(values: Sequence[Decimal]) -> Chart | None:
    """The control chart of values in the order of measuring; `None` for fewer than two."""
    if len(values) < 2:
        return None
    numbers = [float(value) for value in values]
    mean, spread = statistics.fmean(numbers), _mean_range(numbers)
    upper, lower = mean + _E2 * spread, mean - _E2 * spread
    beyond = tuple(at for at, value in enumerate(numbers) if not lower <= value <= upper)
    return Chart(mean, upper, lower, spread, _D4 * spread, beyond, _runs(numbers, mean))


def _mean_range(numbers: Sequence[float]) -> float:
    return statistics.fmean(abs(b - a) for a, b in itertools.pairwise(numbers))


def _indices(mean: float, sigma: float, lower: Decimal | None, upper: Decimal | None) -> tuple[float | None, float | None]:
    if not sigma:
        return None, None
    sides = [(float(upper) - mean) / (3 * sigma)] if upper is not None else []
    sides += [(mean - float(lower)) / (3 * sigma)] if lower is not None else []
    both = (float(upper) - float(lower)) / (6 * sigma) if upper is not None and lower is not None else None
    return both, min(sides, default=None)


def _runs(numbers: Sequence[float], mean: float) -> tuple[int, ...]:
    found, side, length = [], 0, 0
    for at, value in enumerate(numbers):
        now = (value > mean) - (value < mean)
        length = length + 1 if now and now == side else 1
        side = now
        if now and length >= _RUN:
            found.append(at)
    return tuple(found)
