"""The tables of the standards as data, and how they are read: lot size → code letter → plan.

Sources: ISO 2859-1:1999 tables 1, 2-A, 2-B, 2-C (single plans; identical to GB/T 2828.1), `letters.csv` and `single.csv`, for AQLs up to
10, which are those that the standard allows for per cent nonconforming; ISO 2859-2:1985 table A, `limiting.csv`. In `single.csv` a
number is the acceptance number, `v` and `^` are the standard's arrows: the first plan below or above in the same column.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_quality.sampling.risk import smallest_without_bad

LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
"""Inspection levels (检验水平); II unless something else is agreed."""
SEVERITIES = ("normal", "tightened", "reduced")
"""正常检验, 加严检验, 放宽检验."""
MOST = 1_000_000_000


class Plan(NamedTuple):
    """A single sampling plan (一次抽样方案): inspect `n` pieces, accept with up to `ac` bad ones, reject from `re` on.

    `letter` is the code letter whose plan it is, after the arrows; `source` says where the plan comes from: `table`, `whole_lot` (the
    sample would be the whole lot) or `computed` (a cell that table A leaves to inspection of nearly all).
    """

    letter: str | None
    n: int
    ac: int
    source: str = "table"

    @property
    def re(self) -> int:
        """The number of bad pieces from which the lot is not accepted."""
        return self.ac + 1


def aqls() -> tuple[str, ...]:
    """The AQLs in per cent, as the standard writes them, ascending."""
    return tuple(next(iter(_single().values())))


def limiting_qualities() -> tuple[str, ...]:
    """The limiting qualities (极限质量) in per cent of table A, ascending."""
    return tuple(list(_rows("limiting.csv")[0])[2:])


def code_letter(lot_size: int, level: str = "II") -> str:
    """Table 1. Raises `Invalid` for a lot of fewer than two pieces or an unknown level."""
    return _row("letters.csv", lot_size)[_known(level, LEVELS, "level")]


def single_plan(letter: str, aql: str, severity: str = "normal") -> Plan:
    """Tables 2-A, 2-B, 2-C: the plan of a code letter, the arrows followed. Letter and sample size change together, as the standard
    says."""
    column = _single()[(_known(severity, SEVERITIES, "severity"), letter)]
    cell = column[_known(aql, tuple(column), "aql")]
    letters = [key[1] for key in _single() if key[0] == severity]
    at, step = letters.index(letter), 1 if cell == "v" else -1
    while not cell.isdecimal():
        at += step
        cell = _single()[(severity, letters[at])][aql]
    return Plan(letters[at], _sizes()[(severity, letters[at])], int(cell))


def lot_plan(lot_size: int, aql: str, level: str = "II", severity: str = "normal") -> Plan:
    """The plan for a lot of a series. When the sample is not smaller than the lot every piece is inspected."""
    plan = single_plan(code_letter(lot_size, level), aql, severity)
    return plan if plan.n < lot_size else plan._replace(n=lot_size, source="whole_lot")


def isolated_plan(lot_size: int, limiting_quality: str) -> Plan:
    """ISO 2859-2, procedure A: the plan for a lot that stands alone (孤立批), as returned or reworked goods do.

    Where table A has no plan of its own, the smallest sample without any bad piece whose consumer's risk is at most 10 %.
    """
    cell = _row("limiting.csv", lot_size)[_known(limiting_quality, limiting_qualities(), "limiting_quality")] if lot_size >= 16 else ""
    if cell:
        n, ac = (int(part) for part in cell.split("/"))
        return Plan(None, n, ac) if n < lot_size else Plan(None, lot_size, ac, "whole_lot")
    n = smallest_without_bad(lot_size, Decimal(limiting_quality) / 100)
    return Plan(None, n, 0, "computed" if n < lot_size else "whole_lot")


def one_tighter(aql: str) -> str | None:
    """The next smaller AQL; `None` below the first."""
    known = aqls()
    at = known.index(aql)
    return known[at - 1] if at else None


def _row(name: str, lot_size: int) -> Mapping[str, str]:
    if not 2 <= lot_size <= MOST:
        raise Invalid(N_("A lot to sample from has at least 2 pieces, and at most a thousand million."), field="lot_size")
    return next(row for row in _rows(name) if int(row["from"]) <= lot_size <= int(row["to"] or MOST))


def _known(value: str, known: tuple[str, ...], field: str) -> str:
    if value not in known:
        raise Invalid(N_("Choose one of: %(choices)s."), field=field, choices=", ".join(known))
    return value


@functools.cache
def _rows(name: str) -> list[dict[str, str]]:
    with files("kesu_quality.sampling").joinpath(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@functools.cache
def _single() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["severity"], row["letter"]): dict(list(row.items())[3:]) for row in _rows("single.csv")}


@functools.cache
def _sizes() -> dict[tuple[str, str], int]:
    return {(row["severity"], row["letter"]): int(row["n"]) for row in _rows("single.csv")}
