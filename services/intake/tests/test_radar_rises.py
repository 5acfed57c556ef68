"""Rises of complaints: the statistics against values that do not come from here, and what becomes of a rise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from kesu_common import clock
from kesu_common.testing.rig import csrf_of, posted
from kesu_intake.complaints.model import Complaint
from kesu_intake.radar.clock import look
from kesu_intake.radar.rates import DEFAULTS, Parameters, binomial_tail, cusum, judge, rate_probability, reference

RISES = "/intake/api/v1/rises"


@pytest.mark.parametrize(
    ("least", "trials", "share", "tail"),
    [
        (8, 10, 0.5, 56 / 1024),  # (45 + 10 + 1) / 2¹⁰
        (3, 5, 0.2, 0.05792),  # binomial tables: 1 − 0.94208
        (1, 4, 0.25, 1 - 0.75**4),
        (6, 20, 0.1, 0.0113),  # binomial tables: 1 − 0.9887
        (0, 7, 0.3, 1.0),
        (8, 7, 0.3, 0.0),
        (4, 4, 1.0, 1.0),
    ],
)
def test_the_binomial_tail_agrees_with_the_tables(least: int, trials: int, share: float, tail: float) -> None:
    assert binomial_tail(least, trials, share) == pytest.approx(tail, abs=5e-5)


@pytest.mark.parametrize(
    ("observed", "mean", "tail"),
    [(5, 2.0, 1 - 0.9473), (3, 0.5, 1 - 0.9856), (15, 10.0, 1 - 0.9165), (4, 1.0, 1 - 0.9810), (10, 5.0, 1 - 0.9682)],
)
def test_against_a_very_long_baseline_the_comparison_is_the_poisson_tail_of_the_tables(observed: int, mean: float, tail: float) -> None:
    known = 1_000_000
    assert rate_probability(observed, 1.0, known, known / mean) == pytest.approx(tail, abs=6e-5)


@pytest.mark.parametrize(("accustomed", "raised", "k"), [(4.0, 7.0, 5.3608), (1.0, 2.0, 1.4427), (2.0, 4.0, 2.8854)])
def test_the_reference_value_is_that_of_lucas(accustomed: float, raised: float, k: float) -> None:
    assert reference(accustomed, raised) == pytest.approx(k, abs=1e-4)


def test_the_cusum_adds_up_what_is_above_the_reference_and_forgets_what_is_below() -> None:
    # By hand with k = 1 / ln 2 = 1.4427: 2 → .5573, 0 → 0, 3 → 1.5573, 3 → 3.1146
    assert cusum([2, 0, 3, 3], 1.0) == pytest.approx(3.1146, abs=1e-4)
    assert cusum([1, 1, 1, 1], 1.0) == 0.0


@pytest.mark.parametrize(
    ("before", "window", "found_by"),
    [
        ([1] * 26, [1, 1, 1, 1], None),
        ([1] * 26, [3, 3, 4, 4], "both"),
        ([0] * 26, [1, 1, 1, 2], "poisson"),  # 5 of 5 in 4 of 30 weeks: (4/30)⁵ = 4.2e-5; the sum stays below 6
        ([0] * 26, [0, 0, 2, 2], None),  # fewer than five
        ([10] * 26, [12, 12, 12, 12], None),  # more, but less than one and a half times
        ([3] * 26, [4, 5, 6, 6], None),  # 21 of 99: as many by chance once in fifty times
    ],
)
def test_a_rise_is_certain_large_and_of_enough_complaints(before: list[int], window: list[int], found_by: str | None) -> None:
    assert judge([*before, *window], DEFAULTS).found_by == found_by


def test_a_nothing_of_a_baseline_is_hand_computed() -> None:
    assert judge([0] * 26 + [1, 1, 1, 2], DEFAULTS).probability == pytest.approx((4 / 30) ** 5, rel=1e-9)


def test_the_cusum_alone_finds_what_the_test_of_rates_holds_for_chance() -> None:
    strict = Parameters(probability=1e-9, cusum_limit=2.0)
    assert judge([1] * 26 + [2, 2, 3, 3], strict).found_by == "cusum"


def complaints_of_weeks(shop: Any, weekly: dict[int, int], *, component: str = "轴封", product: str = "GP-200") -> list[str]:
    """Complaints about a component: how many so many weeks ago."""
    numbers = []
    for ago, count in weekly.items():
        for _ in range(count):
            number = shop.complaint(product=product, component=component, severity="major")
            numbers.append(number)
            _received(shop, number, clock.now() - timedelta(weeks=ago, minutes=10))
    return numbers


def _received(shop: Any, number: str, moment: datetime) -> None:
    with shop.runtime.database.transaction() as session:
        session.query(Complaint).filter(Complaint.number == number).update({"received_at": moment})


@pytest.fixture
def rise(shop: Any) -> tuple[Any, dict[str, Any], list[str]]:
    """A rise that the radar has just raised: one complaint long ago, six in the last four weeks."""
    numbers = complaints_of_weeks(shop, {20: 1, 2: 1, 1: 2, 0: 3})
    look(shop.runtime)
    found = shop.program("quality@SZ").get(RISES).json
    assert len(found) == 1
    return shop, found[0], numbers[1:]


@pytest.mark.clause("4.1.3.5")
def test_a_rise_is_proposed_with_its_complaints_and_a_task_for_qa(rise: Any) -> None:
    shop, found, numbers = rise
    assert (found["product"], found["by"], found["value"], found["severity"], found["state"]) == (
        "GP-200",
        "component",
        "轴封",
        "major",
        "raised",
    )
    assert found["observed"] == 6
    assert found["complaints"] == numbers
    assert sum(found["weekly"]) == 7
    assert found["expected"] == pytest.approx(4 / 26)
    assert shop.open_tasks(found["number"]) == {("rise.decide", "quality")}
    (fact,) = shop.facts("kesu.radar.raised.v1")
    assert fact["complaints"] == [{"number": number, "customer_code": "C001"} for number in numbers]


@pytest.mark.clause("4.1.3.5")
def test_the_same_rise_is_raised_once_also_when_two_look_and_after_the_decision(rise: Any) -> None:
    shop, found, _numbers = rise
    look(shop.runtime)
    assert len(shop.facts("kesu.radar.raised.v1")) == 1
    posted(shop.program("quality@SZ"), f"{RISES}/{found['number']}/dismiss", {"reason": "一批旧客诉补录"}, 200)
    look(shop.runtime)
    complaints_of_weeks(shop, {0: 4})
    look(shop.runtime)
    assert len(shop.facts("kesu.radar.raised.v1")) == 1
    more = complaints_of_weeks(shop, {0: 2})
    look(shop.runtime)
    assert len(shop.facts("kesu.radar.raised.v1")) == 2
    second = shop.facts("kesu.radar.raised.v1")[1]
    assert second["observed"] == 6
    assert more[0] in {one["number"] for one in second["complaints"]}


@pytest.mark.clause("4.1.3.5")
def test_accepting_states_all_complaints_for_capa_and_ends_the_task(rise: Any) -> None:
    shop, found, numbers = rise
    posted(shop.program("sales@SZ"), f"{RISES}/{found['number']}/accept", {"reason": "x"}, 403)
    posted(shop.program("quality@CD"), f"{RISES}/{found['number']}/accept", {"reason": "x"}, 404)
    posted(shop.program("quality@SZ"), f"{RISES}/{found['number']}/accept", {}, 422)
    done = posted(shop.program("quality@SZ"), f"{RISES}/{found['number']}/accept", {"reason": "同一供应商的密封件"}, 200)
    assert (done["state"], done["decided_by"]) == ("accepted", "Anna Li")
    assert shop.open_tasks(found["number"]) == set()
    (fact,) = shop.facts("kesu.radar.accepted.v1")
    assert [one["number"] for one in fact["complaints"]] == numbers
    assert fact["reason"] == "同一供应商的密封件"
    posted(shop.program("quality@SZ"), f"{RISES}/{found['number']}/dismiss", {"reason": "x"}, 409)


def test_defects_of_verdicts_are_counted_and_named_and_withdrawn_complaints_are_not(shop: Any) -> None:
    numbers = complaints_of_weeks(shop, {0: 6}, component="未知")
    for place, number in enumerate(numbers):
        shop.dispatch(number)
        shop.hear(
            "verdict.given", f"QC-{place}", case=f"QC-{place}", complaint=number, verdict="ours", defect_code="SEAL", defect_zh="轴封泄漏"
        )
    for number in numbers[:2]:
        shop.do(number, "withdraw", reason="重复")
    look(shop.runtime)
    assert shop.program("quality@SZ").get(RISES).json == []
    more = complaints_of_weeks(shop, {0: 1}, component="未知")[0]
    shop.dispatch(more)
    shop.hear("verdict.given", "QC-9", case="QC-9", complaint=more, verdict="ours", defect_code="SEAL", defect_zh="轴封泄漏")
    look(shop.runtime)
    found = {(one["by"], one["value"], one["name_zh"], one["observed"]) for one in shop.program("quality@SZ").get(RISES).json}
    assert found == {("component", "未知", None, 5), ("defect", "SEAL", "轴封泄漏", 5)}


def test_a_site_sets_its_own_parameters(shop: Any) -> None:
    quality = shop.program("quality@SZ")
    values = {"window_weeks": 2, "baseline_weeks": 10, "least": 3, "probability": 0.05, "ratio": 1.2, "cusum_limit": 4.0}
    assert quality.get(f"{RISES}/parameters/SZ").json["window_weeks"] == DEFAULTS.window_weeks
    assert quality.put(f"{RISES}/parameters/SZ", json={**values, "baseline_weeks": 4, "window_weeks": 5}).status_code == 422
    assert shop.program("sales@SZ").put(f"{RISES}/parameters/SZ", json=values).status_code == 403
    assert shop.program("quality@CD").put(f"{RISES}/parameters/SZ", json=values).status_code == 403
    assert quality.put(f"{RISES}/parameters/SZ", json=values).json == values
    assert quality.get(f"{RISES}/parameters/SZ").json == values
    assert shop.facts("kesu.radar.tuned.v1") == [{"site": "SZ", **values}]
    complaints_of_weeks(shop, {0: 3})
    look(shop.runtime)
    assert len(quality.get(RISES).json) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("投诉雷达", "每周投诉数", "合并为一项纠正措施")), ("en", ("Radar", "Complaints a week", "Join in one"))]
)
def test_its_pages_show_the_weeks_and_decide(rise: Any, language: str, words: tuple[str, ...]) -> None:
    shop, found, numbers = rise
    quality = shop.browser("quality@SZ", language=language)
    assert found["number"] in quality.get("/intake/rises/").text
    page = quality.get(f"/intake/rises/{found['number']}").text
    assert all(one in page for one in (*words, *numbers))
    assert page.count("k-bar-now") == 4
    form = quality.get(f"/intake/rises/{found['number']}/dismiss").text
    refused = quality.post(f"/intake/rises/{found['number']}/dismiss", data={"csrf_token": csrf_of(form), "reason": ""})
    assert refused.status_code == 422
    done = quality.post(f"/intake/rises/{found['number']}/dismiss", data={"csrf_token": csrf_of(form), "reason": "季节性"})
    assert done.status_code == 303
    assert "季节性" in quality.get(f"/intake/rises/{found['number']}").text
    form = quality.get("/intake/radar/SZ").text
    values = {"window_weeks": "2", "baseline_weeks": "1", "least": "3", "probability": "0.05", "ratio": "1.2", "cusum_limit": "4"}
    assert quality.post("/intake/radar/SZ", data={"csrf_token": csrf_of(form), **values}).status_code == 422
    assert quality.post("/intake/radar/SZ", data={"csrf_token": csrf_of(form), **values, "baseline_weeks": "9"}).status_code == 303
    assert shop.browser("sales@SZ").get("/intake/radar/SZ").status_code == 403
