"""The tests of shares of lots against exact fractions, and against figures that are published."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb, exp, factorial

import pytest

from kesu_capa.effect import rates, shares
from kesu_capa.effect.rates import ALPHA

TABLES = [
    (3, 4, 1, 4), (12, 12, 0, 12), (10, 12, 2, 17), (5, 40, 0, 40), (5, 40, 1, 60), (8, 30, 2, 25), (1, 10, 0, 190), (2, 20, 0, 60),
    (0, 30, 3, 30), (30, 30, 29, 30), (6, 52, 6, 52), (4, 16, 9, 16), (9, 100, 0, 33), (9, 100, 1, 50), (20, 200, 5, 180),
    (7, 11, 1, 9), (15, 18, 3, 5), (2, 3, 2, 30), (40, 120, 18, 110), (1, 1, 0, 1), (11, 25, 4, 30), (3, 365, 1, 800),
]  # fmt: skip
"""Failing lots and lots before, failing lots and lots after."""


def hypergeometric(k: int, whole: int, lots: int, later: int) -> Fraction:
    """P(X = k) in fractions: k of `whole` failing lots among the `later` of `lots` + `later`."""
    if not max(0, whole - lots) <= k <= min(whole, later):
        return Fraction(0)
    return Fraction(comb(later, k) * comb(lots, whole - k), comb(lots + later, whole))


@pytest.mark.clause("4.1.3.6")
@pytest.mark.parametrize(("failing", "lots", "after", "later"), TABLES)
def test_probabilities_are_those_of_exact_fractions(failing: int, lots: int, after: int, later: int) -> None:
    whole = failing + after
    at_most = sum((hypergeometric(k, whole, lots, later) for k in range(after + 1)), Fraction(0))
    assert shares.fewer(failing, lots, after, later) == pytest.approx(float(at_most), rel=1e-9)
    at_least = sum((hypergeometric(k, whole, lots, later) for k in range(after, whole + 1)), Fraction(0))
    assert shares.more(failing, lots, after, later) == pytest.approx(float(at_least), rel=1e-9)


def test_fishers_own_tea_and_twins_have_the_published_values() -> None:
    """As R's manual of `fisher.test` prints them: tea p = 0.2429, twins' convictions p = 0.0004652; its intervals, whose ends R looks for
    with a tolerance of 1e-4 only."""
    assert shares.more(1, 4, 3, 4) == pytest.approx(0.2429, abs=5e-5)
    assert shares.odds_interval(1, 4, 3, 4, alpha=0.1)[0] == pytest.approx(0.3135693, abs=2e-5)
    assert shares.fewer(15, 18, 2, 12) == pytest.approx(0.0004652, abs=5e-8)
    assert shares.odds_interval(15, 18, 2, 12, alpha=0.05) == pytest.approx((0.003325764, 0.363182271), abs=2e-5)
    assert shares.odds_interval(15, 18, 2, 12, alpha=0.01) == pytest.approx((0.001386333, 0.578851645), abs=2e-5)


@pytest.mark.parametrize(("failing", "lots", "after", "later"), [table for table in TABLES if table[0] and table[0] < table[1]])
def test_the_odds_interval_ends_where_the_tails_are_a_twentieth(failing: int, lots: int, after: int, later: int) -> None:
    low, high = shares.odds_interval(failing, lots, after, later)
    whole = failing + after

    def tail(odds: float, values: range) -> float:
        weights = {k: hypergeometric(k, whole, lots, later) * Fraction(odds) ** k for k in range(whole + 1)}
        return float(sum((weights[k] for k in values), Fraction(0)) / sum(weights.values()))

    if low > 0:
        assert tail(low, range(after, whole + 1)) == pytest.approx(ALPHA, rel=1e-6)
    if high < float("inf"):
        assert tail(high, range(after + 1)) == pytest.approx(ALPHA, rel=1e-6)


@pytest.mark.parametrize(
    ("failing", "lots", "alpha", "interval"),
    [
        (682, 925, 0.05, (0.7076683, 0.7654066)), (0, 10, 0.05, (0.0, 0.3084971)), (10, 10, 0.05, (0.6915029, 1.0)),
        (0, 29, 0.10, (0.0, 1 - 0.05 ** (1 / 29))), (29, 29, 0.10, (0.05 ** (1 / 29), 1.0)),
    ],
)  # fmt: skip
def test_the_interval_of_a_share_is_the_published_one(failing: int, lots: int, alpha: float, interval: tuple[float, float]) -> None:
    """682 of 925 is Conover's example in R's manual of `binom.test`; the others follow from the definition."""
    assert shares.share_interval(failing, lots, alpha) == pytest.approx(interval, abs=5e-7)


@pytest.mark.parametrize(
    ("events", "interval"),
    [
        (0, (0.0, 3.6889)), (1, (0.0253, 5.5716)), (2, (0.2422, 7.2247)), (5, (1.6235, 11.6683)), (10, (4.7954, 18.3904)),
        (20, (12.2165, 30.8884)),
    ],
)  # fmt: skip
def test_the_interval_of_a_rate_is_garwoods(events: int, interval: tuple[float, float]) -> None:
    """95 % limits of a Poisson count as Garwood's table (Biometrika 28, 1936) and every later one has them."""
    assert rates.rate_interval(events, 1.0, alpha=0.05) == pytest.approx(interval, abs=6e-4)
    assert rates.rate_interval(events, 500.0, alpha=0.05)[1] == pytest.approx(interval[1] / 500, abs=2e-6)


@pytest.mark.parametrize(("failing", "lots", "after"), [(5, 40, 0), (5, 40, 1), (10, 12, 2), (1, 10, 0), (9, 100, 3)])
def test_so_many_lots_prove_it_and_one_fewer_does_not(failing: int, lots: int, after: int) -> None:
    needed = shares.lots_to_tell(failing, lots, after)
    assert needed is not None
    assert shares.fewer(failing, lots, after, needed) <= ALPHA < shares.fewer(failing, lots, after, needed - 1)


def test_without_a_failing_lot_before_nothing_can_be_proven() -> None:
    assert shares.lots_to_tell(0, 40) is None
    assert shares.power(0, 40, 1000, 0.0) == 0
    assert rates.power(0, 40, 1000, 0.0) == 0


@pytest.mark.parametrize(
    ("before", "units", "later", "left"), [(10, 1000, 350, 0.0), (10, 1000, 1000, 0.1), (40, 1000, 500, 0.5), (6, 412, 900, 0.2)]
)
def test_the_chance_to_tell_is_that_of_all_outcomes_that_prove_it(before: int, units: int, later: int, left: float) -> None:
    mean = before * later * left / units
    proving = [k for k in range(400) if rates.fewer(before, units, k, later) <= ALPHA]
    assert rates.power(before, units, later, left) == pytest.approx(sum(exp(-mean) * mean**k / factorial(k) for k in proving), rel=1e-9)


@pytest.mark.parametrize(("failing", "lots", "later", "left"), [(5, 40, 40, 0.0), (12, 40, 40, 0.1), (20, 60, 50, 0.5)])
def test_the_chance_to_tell_by_lots_too(failing: int, lots: int, later: int, left: float) -> None:
    share = failing / lots * left
    proving = [k for k in range(later + 1) if shares.fewer(failing, lots, k, later) <= ALPHA]
    whole = sum(comb(later, k) * share**k * (1 - share) ** (later - k) for k in proving)
    assert shares.power(failing, lots, later, left) == pytest.approx(whole, rel=1e-9)


def test_more_lots_or_units_never_lower_the_chance_by_much() -> None:
    found = [rates.power(10, 1000, later, 0.1) for later in range(300, 4000, 400)]
    assert all(other > one - 0.05 for one, other in itertools.pairwise(found))
