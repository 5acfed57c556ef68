"""The rate tests against exact fractions, and against figures that are published."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from math import comb

import pytest

from kesu_capa.effect.rates import ALPHA, fewer, more, ratio_interval, units_to_tell

CASES = [
    (10, 1000, 0, 1000), (10, 1000, 1, 1000), (10, 1000, 5, 1000), (10, 1000, 10, 1000), (10, 1000, 20, 1000),
    (3, 500, 0, 1500), (3, 500, 0, 5000), (1, 100, 0, 1900), (1, 100, 0, 1899), (5, 412, 0, 412), (5, 412, 1, 900),
    (7, 80, 2, 240), (25, 10_000, 12, 9000), (40, 3, 17, 2), (2, 7, 2, 7), (100, 1_000_000, 70, 1_000_000),
    (100, 1_000_000, 75, 1_000_000), (60, 5000, 31, 7000), (11, 800, 21, 3011), (13, 999, 4, 1001), (4, 50, 9, 50),
    (0, 100, 3, 100), (9, 100, 0, 1), (200, 4000, 150, 4000), (17, 31, 6, 29),
]  # fmt: skip
"""Events and units before, events and units after."""


def exact(k: int, n: int, p: Fraction) -> Fraction:
    """P(X ≤ k) of a binomial X, in fractions."""
    return sum((comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)), Fraction(0))


@pytest.mark.clause("4.1.3.6")
@pytest.mark.parametrize(("before", "units", "after", "later"), CASES)
def test_probabilities_are_those_of_exact_fractions(before: int, units: int, after: int, later: int) -> None:
    share = Fraction(later, units + later)
    assert fewer(before, units, after, later) == pytest.approx(float(exact(after, before + after, share)), rel=1e-9)
    at_least = 1 - exact(after - 1, before + after, share) if after else 1
    assert more(before, units, after, later) == pytest.approx(float(at_least), rel=1e-9)


@pytest.mark.parametrize(("before", "units", "after", "later"), [case for case in CASES if case[0]])
def test_the_interval_ends_where_the_tails_are_a_twentieth(before: int, units: int, after: int, later: int) -> None:
    low, high = ratio_interval(before, units, after, later)
    whole = before + after
    share = [ratio * later / (units + ratio * later) for ratio in (low, high)]
    if after:
        assert 1 - float(exact(after - 1, whole, Fraction(share[0]))) == pytest.approx(ALPHA, rel=1e-6)
    assert float(exact(after, whole, Fraction(share[1]))) == pytest.approx(ALPHA, rel=1e-6)


def test_the_interval_is_that_of_a_published_example() -> None:
    """11 in 800 against 21 in 3,011: the example of R's `poisson.test`, with the interval that its manual prints."""
    low, high = ratio_interval(21, 1083 + 1050 + 878, 11, 800, alpha=0.05)
    assert (low, high) == pytest.approx((0.8584264, 4.2772659), rel=1e-6)


@pytest.mark.parametrize("before", [1, 2, 3, 5, 10, 100])
def test_without_any_event_so_many_units_prove_the_effect(before: int) -> None:
    needed = units_to_tell(before, 1000)
    assert needed is not None
    assert needed == pytest.approx(1000 * (ALPHA ** (-1 / before) - 1), rel=1e-6)
    assert fewer(before, 1000, 0, needed) <= ALPHA < fewer(before, 1000, 0, needed * 0.999)


def test_each_event_after_needs_more_units() -> None:
    needed = [units_to_tell(10, 1000, after) for after in range(6)]
    assert all(one is not None and other is not None and one < other for one, other in itertools.pairwise(needed))


def test_without_an_event_before_nothing_can_be_proven() -> None:
    assert units_to_tell(0, 1000) is None
    assert ratio_interval(0, 100, 3, 100)[1] == math.inf
