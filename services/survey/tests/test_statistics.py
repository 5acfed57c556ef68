"""Intervals, tests and suppression against tables that others have published, or that can be counted by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import correlation, mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu_survey.figures.cells import Cell
from kesu_survey.figures.compute import ItemFigures, figures_of
from kesu_survey.figures.disclosure import hidden
from kesu_survey.figures.drivers import HOLD, IMPROVE, KEEP, WATCH, drivers_of
from kesu_survey.figures.nps import Nps, nps_of
from kesu_survey.figures.significance import p_of_means, p_of_shares
from kesu_survey.questionnaires.model import SCALES, Item

# Student's t, two-sided 5 % and 1 %: the table in every textbook (Fisher & Yates, “Statistical tables”, table III)
STUDENT = [
    (1, 12.706, 0.05),
    (2, 4.303, 0.05),
    (5, 2.571, 0.05),
    (10, 2.228, 0.05),
    (30, 2.042, 0.05),
    (10, 3.169, 0.01),
    (1, 63.657, 0.01),
]

# Two samples with unequal variances as in Wikipedia, “Welch's t-test”, example 1: p = 0.021
WELCH_1 = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]
WELCH_2 = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4]

# Exact two-sided p values as fractions: Fisher's lady tasting tea (34/70), and tables small enough to be counted by hand
FISHER = [
    ((3, 4), (1, 4), Fraction(34, 70)),
    ((4, 4), (0, 4), Fraction(2, 70)),
    ((1, 2), (0, 1), Fraction(1)),
    ((0, 3), (3, 3), Fraction(2, 20)),
]

# San Francisco airport's customer survey (PDDL), counted independently: promoters, passives, detractors, NPS
AIRPORT_NPS = [(825, 565, 194, "39.835859"), (733, 549, 250, "31.527415")]


def item(code: str, scale: str = "1-5", weight: str = "1") -> Item:
    """An item of a questionnaire."""
    return Item(
        position=1,
        code=code,
        text_zh=code,
        text_en=code,
        scale=scale,
        required=False,
        department="sales",
        weight=Decimal(weight),
        target=None,
    )


def cell(code: str, score: int | None, n: int, weight: str = "1", others: tuple[float, ...] = ()) -> Cell:
    """So many answers with this score, from forms that say `others` otherwise."""
    return Cell("", "", code, score, "", n, Decimal(weight) * n, len(others), sum(others), sum(one * one for one in others))


@pytest.mark.parametrize(("freedom", "t", "p"), STUDENT)
def test_the_tail_of_students_distribution_is_that_of_the_tables(freedom: int, t: float, p: float) -> None:
    """Two samples of which one has (nearly) all the variance: Welch's degrees of freedom are then its n - 1."""
    assert p_of_means(t, freedom + 1.0, freedom + 1, 0.0, 1e-12, 1000) == pytest.approx(p, rel=2e-3)


@pytest.mark.clause("4.2.1.5")
def test_welchs_test_gives_the_published_value() -> None:
    found = p_of_means(mean(WELCH_1), variance(WELCH_1), 15, mean(WELCH_2), variance(WELCH_2), 15)
    assert found == pytest.approx(0.021, abs=5e-4)


@pytest.mark.parametrize(("now", "before", "p"), FISHER)
def test_few_answers_are_compared_exactly(now: tuple[int, int], before: tuple[int, int], p: Fraction) -> None:
    assert p_of_shares(*now, *before) == pytest.approx(float(p), rel=1e-9)


def test_many_answers_are_compared_by_the_pooled_z_test() -> None:
    # 60 of 100 against 45 of 100: z = 0.15 / sqrt(0.525 · 0.475 · 0.02) = 2.1240…, p = 0.03367…
    assert p_of_shares(60, 100, 45, 100) == pytest.approx(0.033675, abs=5e-6)
    assert p_of_shares(3, 5, 0, 0) is None


@pytest.mark.clause("4.2.1.5")
@pytest.mark.parametrize(("promoters", "passives", "detractors", "value"), AIRPORT_NPS)
def test_the_net_promoter_score_is_that_of_a_real_survey(promoters: int, passives: int, detractors: int, value: str) -> None:
    assert format(Nps(promoters, passives, detractors).value, ".6f") == value


def test_the_interval_of_the_net_promoter_score_can_be_worked_out_by_hand() -> None:
    # 50, 30, 20 of 100: NPS 30, variance 0.5 + 0.2 - 0.3² = 0.61, half = 100 · 1.959964 · sqrt(0.61 / 100) = 15.3079…
    found = Nps(50, 30, 20)
    assert found.interval == pytest.approx((30 - 15.30780, 30 + 15.30780), abs=1e-4)
    assert Nps(4, 0, 0).interval == (100.0, 100.0)
    assert nps_of({10: 2, 9: 1, 8: 4, 7: 1, 6: 3, 0: 1}) == Nps(3, 5, 4)


def test_weighted_means_are_exact() -> None:
    # (5·0.5·2 + 2·1.25·4) / (0.5·2 + 1.25·4) = 15 / 6
    found = figures_of(item("a"), SCALES["1-5"], [cell("a", 5, 2, "0.5"), cell("a", 2, 4, "1.25")], None)
    assert (found.weighted_mean, found.mean) == (Decimal("2.5"), Decimal(3))


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0, 1).map(lambda x: round(x, 3))), min_size=12, max_size=60))
def test_derived_importance_is_pearsons_correlation(pairs: list[tuple[int, float]]) -> None:
    cells = [cell("a", score, 1, others=(other,)) for score, other in pairs]
    found = figures_of(item("a"), SCALES["1-5"], cells, None).importance
    scores, others = [float(score) for score, _ in pairs], [other for _, other in pairs]
    if len(set(scores)) > 1 and variance(others) > 1e-6:
        assert found == pytest.approx(correlation(scores, others), abs=1e-6)


def test_the_quadrant_says_what_to_improve_first() -> None:
    # satisfaction 25, 75, 25, 75; importance high, high, low, low
    together = tuple(i / 20 for i in range(20))
    flat = (0.5, 0.6) * 10

    def placed(code: str, low: int, high: int, others: tuple[float, ...]) -> ItemFigures:
        half = len(others) // 2
        cells = [cell(code, low, half, others=others[:half]), cell(code, high, half, others=others[half:])]
        return figures_of(item(code), SCALES["1-5"], cells, None)

    found = drivers_of([placed("a", 1, 3, together), placed("b", 3, 5, together), placed("c", 1, 3, flat), placed("d", 3, 5, flat)])
    assert found is not None
    assert [one.quadrant for one in found.items] == [IMPROVE, KEEP, WATCH, HOLD]
    assert [one.item.code for one in found.first] == ["a"]


@pytest.mark.clause("4.2.1.5")
@pytest.mark.parametrize(
    ("groups", "gone"),
    [
        ({"A": 10, "B": 20}, set()),
        ({"A": 3, "B": 20, "C": 9}, {"A", "C"}),  # C goes too, else A is the whole less B and C
        ({"A": 2, "B": 2, "C": 20, "D": 8}, {"A", "B", "D"}),  # A and B together are still too few
        ({"A": 3, "B": 2}, {"A", "B"}),
        ({"A": 1, "B": 1}, {"A", "B"}),
        ({"A": 0, "B": 12}, set()),
    ],
)
def test_a_small_group_is_hidden_and_cannot_be_worked_out(groups: dict[str, int], gone: set[str]) -> None:
    assert hidden(groups, 5) == gone


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 30)), st.integers(2, 10))
def test_what_is_hidden_is_never_one_small_group(groups: dict[str, int], least: int) -> None:
    gone = hidden(groups, least)
    sizes = [groups[one] for one in gone if groups[one]]
    shown = {value: size for value, size in groups.items() if value not in gone and size}
    assert all(size >= least for size in shown.values())
    assert not sizes or not shown or (sum(sizes) >= least and len(sizes) > 1)
