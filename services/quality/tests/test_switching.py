"""The switching rules of ISO 2859-1, 9.3 and 9.4, on lots in a row."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu_common.errors import KesuError
from kesu_quality.sampling.model import SERIES_STATES, Series
from kesu_quality.sampling.switching import count_lot, switch
from kesu_quality.sampling.tables import lot_plan


def _series(state: str = "normal", aql: str = "1.0") -> Series:
    return Series(state=state, aql=aql, level="II", score=0, rejected=0, lots=0, recent=[])


def _run(series: Series, lots: str, size: int = 1000) -> list[str]:
    """`a` an accepted lot without any bad piece, `x` one that is not accepted; the states after each."""
    states = []
    for lot in lots:
        plan = lot_plan(size, series.aql, series.level, series.state)
        bad = 0 if lot == "a" else plan.re
        count_lot(series, SimpleNamespace(lot_size=size, n=plan.n, ac=plan.ac, bad=bad), lot == "a")
        states.append(series.state)
    return states


@pytest.mark.parametrize("lots", ["xx", "xax", "xaax", "xaaax", "aaaaaaxx"])
def test_two_of_five_or_fewer_lots_not_accepted_tighten(lots: str) -> None:
    states = _run(_series(), lots)
    assert states[-1] == "tightened"
    assert set(states[:-1]) == {"normal"}


def test_two_lots_not_accepted_that_lie_further_apart_do_not_tighten() -> None:
    assert set(_run(_series(), "xaaaaxaaaax")) == {"normal"}


def test_five_lots_accepted_in_a_row_relax() -> None:
    assert _run(_series("tightened"), "aaaaxaaaaa") == ["tightened"] * 9 + ["normal"]


def test_five_lots_not_accepted_on_tightened_inspection_discontinue_it() -> None:
    series = _series("tightened")
    assert _run(series, "xaxaxaxx")[-1] == "discontinued"
    with pytest.raises(KesuError):
        _run(series, "a")
    switch(series, "resume")
    assert (series.state, series.rejected) == ("tightened", 0)


def test_the_score_of_small_acceptance_numbers_grows_by_two() -> None:
    """AQL 0.65 and 1,000 pieces: Ac 1."""
    series = _series(aql="0.65")
    _run(series, "a" * 14)
    assert (series.score, series.may_be_reduced) == (28, False)
    _run(series, "a")
    assert (series.score, series.may_be_reduced) == (30, True)


def test_the_score_of_larger_acceptance_numbers_grows_by_three_and_begins_anew() -> None:
    """AQL 1.0 and 1,000 pieces: Ac 2, at AQL 0.65 Ac 1: a lot with 2 bad pieces is accepted but ends the run."""
    series = _series()
    _run(series, "a" * 10)
    assert (series.score, series.may_be_reduced) == (30, True)
    count_lot(series, SimpleNamespace(lot_size=1000, n=80, ac=2, bad=2), True)
    assert (series.score, series.state) == (0, "normal")


def test_one_lot_not_accepted_ends_reduced_inspection() -> None:
    assert _run(_series("reduced"), "aaax") == ["reduced"] * 3 + ["normal"]


@given(st.text("ax", max_size=60))
def test_no_history_leaves_the_table(lots: str) -> None:
    series = _series()
    for lot in lots:
        if series.state == "discontinued":
            switch(series, "resume")
        before = series.state
        _run(series, lot)
        assert series.state in SERIES_STATES.states
        assert before == series.state or (before, series.state) in {
            ("normal", "tightened"), ("tightened", "normal"), ("tightened", "discontinued"),
        }  # fmt: skip
        assert len(series.recent) <= 5
        assert series.recent.count(False) < 2 or series.state == "tightened"
