"""The figures, against tables that others have published or counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from kesu_survey.figures.cells import Cell
from kesu_survey.figures.compute import ItemFigures, Share, plain, weighted_index
from kesu_survey.figures.compute import figures_of as figures_from
from kesu_survey.figures.wilson import wilson_interval
from kesu_survey.questionnaires.model import SCALES, Scale

# R. G. Newcombe, “Two-sided confidence intervals for the single proportion”, Statistics in Medicine 17 (1998), table I, method 3
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]

# San Francisco airport's customer survey 2010–2018 (PDDL): answers 1 … 5, “not used” (6); n, mean and satisfied were counted independently
AIRPORT = {
    "q_art": ((94, 514, 3593, 5137, 4035), 3132, 13373, "3.935", 9172),
    "q_food": ((196, 1177, 4941, 5481, 2155), 2722, 13950, "3.589", 7636),
    "q_rental": ((143, 378, 1486, 2091, 1432), 10326, 5530, "3.776", 3523),
}


@dataclass
class Question:
    """An item as far as figures need it."""

    code: str = "delivery"
    text_zh: str = "交货期"
    text_en: str = "Delivery"
    department: str = "production"
    scale: str = "1-5"
    weight: Decimal = Decimal(1)


def cell(score: int | None, n: int = 1, why: str = "", weight: str = "1") -> Cell:
    """So many same answers to the one item."""
    return Cell("", "", "delivery", score, why, n, Decimal(weight) * n, 0, 0.0, 0.0)


def figures_of(item: Question, scale: Scale, scores: list[int], silent: int, target: Decimal | None) -> ItemFigures:
    """The figures of these scores, and of so many without opinion."""
    return figures_from(item, scale, [*(cell(score) for score in scores), cell(None, silent, "no_opinion")], target)


@pytest.mark.clause("4.2.1.5")
@pytest.mark.parametrize(("hits", "n", "low", "high"), NEWCOMBE)
def test_the_interval_of_a_share_is_the_published_one(hits: int, n: int, low: float, high: float) -> None:
    assert wilson_interval(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("hits", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_has_no_interval(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(hits, n)


def test_the_interval_holds_the_share_and_stays_between_none_and_all() -> None:
    for n in range(1, 40):
        for hits in range(n + 1):
            low, high = wilson_interval(hits, n)
            assert 0 <= low <= hits / n <= high <= 1


@pytest.mark.clause("4.2.1.5")
@pytest.mark.parametrize("name", AIRPORT)
def test_means_and_satisfied_shares_agree_with_a_real_survey_counted_elsewhere(name: str) -> None:
    counts, silent, n, mean, satisfied = AIRPORT[name]
    scores = [score for score, count in enumerate(counts, 1) for _ in range(count)]
    found = figures_of(Question(), SCALES["1-5"], scores, silent, Decimal(4))
    assert (found.n, found.no_opinion, plain(found.mean), found.satisfied.hits) == (n, silent, mean, satisfied)
    assert found.met is False
    assert list(found.distribution.values()) == list(counts)


@pytest.mark.parametrize(
    ("scores", "target", "met"),
    [([4, 4], "4", True), ([4, 3], "4", False), ([], "4", None), ([1, 1], None, None), ([4, 4, 3], "3.67", False)],
)
def test_an_item_is_judged_by_its_exact_mean(scores: list[int], target: str | None, met: bool | None) -> None:
    found = figures_of(Question(), SCALES["1-5"], scores, 0, Decimal(target) if target else None)
    assert found.met is met


def test_nobody_is_no_share_and_few_are_said_to_be_few() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)
    assert figures_of(Question(), SCALES["1-5"], [5] * 9, 0, None).few
    assert not figures_of(Question(), SCALES["1-5"], [5] * 10, 0, None).few


def test_the_index_weighs_items_of_different_scales_by_importance() -> None:
    half = figures_of(Question(weight=Decimal(3)), SCALES["1-5"], [3, 3], 0, None)  # 50 of 100
    full = figures_of(Question(weight=Decimal(1)), SCALES["0-10"], [10], 0, None)  # 100 of 100
    empty = figures_of(Question(weight=Decimal(9)), SCALES["1-5"], [], 4, None)
    assert weighted_index([half, full, empty]) == Decimal("62.5")
    assert weighted_index([empty]) is None
