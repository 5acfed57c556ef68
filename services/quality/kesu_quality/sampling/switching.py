"""The switching rules (转移规则) of ISO 2859-1, 9.3 and 9.4, as pure arithmetic on a series: no database, no clock."""

from __future__ import annotations

from typing import Protocol

from kesu_quality.sampling.model import LOOK_BACK, MOST_REJECTED, SERIES_STATES, TOO_MANY, Series
from kesu_quality.sampling.tables import lot_plan, one_tighter


class Judged(Protocol):
    """A lot of the series on original inspection: its size, the plan it was judged by, and the bad pieces found."""

    lot_size: int
    n: int
    ac: int
    bad: int


def count_lot(series: Series, lot: Judged, accepted: bool) -> str | None:
    """Take one lot on original inspection into the series; says which command it caused (`tighten`, …), or `None`.

    Raises what the state table raises while inspection is discontinued.
    """
    SERIES_STATES.apply(series, "judge")
    series.lots += 1
    series.recent = [*series.recent, accepted][-LOOK_BACK:]
    if series.state == "normal":
        series.score = series.score + _points(series, lot) if accepted else 0
    if series.state == "tightened" and not accepted:
        series.rejected += 1
    command = _caused(series, accepted)
    if command:
        switch(series, command)
    return command


def switch(series: Series, command: str) -> None:
    """Move to another severity; every count begins anew."""
    SERIES_STATES.apply(series, command)
    series.recent, series.score, series.rejected = [], 0, 0


def _caused(series: Series, accepted: bool) -> str | None:
    if series.state == "normal":
        return "tighten" if series.recent.count(False) >= TOO_MANY else None
    if series.state == "tightened":
        if series.rejected >= MOST_REJECTED:
            return "discontinue"
        return "relax" if len(series.recent) == LOOK_BACK and all(series.recent) else None
    return None if accepted else "restore"


def _points(series: Series, lot: Judged) -> int:
    """9.3.3.2: with an acceptance number of 0 or 1 each accepted lot gives 2; above that 3, if it had been accepted one AQL tighter.

    An accepted lot that would not have been takes the score back to 0.
    """
    if lot.ac <= 1:
        return 2
    tighter = one_tighter(series.aql)
    enough = tighter is not None and lot.bad <= lot_plan(lot.lot_size, tighter, series.level).ac
    return 3 if enough else -series.score
