"""Handling and review of returns: within one working day of having the form, by several departments, the result reaches all of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest


@pytest.mark.clause("4.1.3.7-a")
def test_quality_decides_the_way_of_handling(quality: Any) -> None:
    quality.requested()
    assert ("handling.decide", "quality") in quality.open_tasks(quality.returned["number"])
    quality.post(f"handlings/{quality.returned['number']}/decide", "sales", expect=403, way="return_and_test", instructions="…")
    quality.post(f"handlings/{quality.returned['number']}/decide", way="return_and_exchange", instructions="Exchange; test 13 pieces.")
    fact = quality.facts("kesu.handling.decided.v1")[0]
    assert (fact["return_number"], fact["complaint"], fact["handling"]) == (
        quality.returned["number"], "KS-SZ-2026-000123", "Exchange; test 13 pieces.",
    )  # fmt: skip
    assert quality.open_tasks(quality.returned["number"]) == set()


@pytest.mark.clause("4.1.3.7-c")
def test_the_review_is_due_one_working_day_after_the_form_by_the_sites_calendar(quality: Any) -> None:
    friday = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)  # 14:00 in Shenzhen
    quality.hear("return.requested", quality.returned["number"], at=friday, **quality.returned)
    assert quality.get("reviews")[0]["due_at"] == "2026-11-30T06:00:00+00:00"  # Monday 14:00
    assert quality.facts("kesu.review.due.v1")[0]["due_at"] == "2026-11-30T06:00:00+00:00"


def test_a_return_requested_twice_has_one_form_and_one_review(quality: Any) -> None:
    quality.requested()
    quality.requested(colour="blue")
    assert (len(quality.get("handlings")), len(quality.get("reviews"))) == (1, 1)


@pytest.mark.clause("4.1.3.7-c")
@pytest.mark.parametrize("goods_first", [False, True])
def test_a_part_that_travels_by_itself_gets_a_review_of_its_own_whichever_is_heard_first(quality: Any, goods_first: bool) -> None:
    whole, part = quality.returned["number"], "RT-SZ-2026-000777"
    review = quality.requested()
    [line] = quality.returned["lines"]
    told = [
        lambda: quality.hear(
            "return.split", whole, **{**quality.returned, "into": part, "lines": [{**line, "quantity": "40", "into_line": 1}]}
        ),
        lambda: quality.hear(
            "return.received", part, **{**quality.returned, "number": part, "complete": False, "lines": [{**line, "received": "15"}]}
        ),
    ]
    for tell in reversed(told) if goods_first else told:
        tell()
    asked = {number: quality.get(f"reviews?return_number={number}") for number in (whole, part)}
    assert [len(found) for found in asked.values()] == [1, 1]
    lines = {number: quality.get(f"reviews/{found[0]['number']}")["lines"][0] for number, found in asked.items()}
    assert [(float(lines[n]["requested"]), float(lines[n]["received"])) for n in (whole, part)] == [(80, 0), (40, 15)]
    assert ("review.record", "quality") in quality.open_tasks(asked[part][0]["number"])
    quality.received("80")
    quality.result(review, "81", expect=422)
    quality.result(review, "80")


@pytest.mark.clause("4.1.3.7-c")
def test_the_result_is_a_fact_and_work_to_read_for_the_departments(quality: Any) -> None:
    review = quality.requested()
    quality.received("120")
    quality.result(review, "100", "12", "8")
    fact = quality.facts("kesu.review.completed.v1")[0]
    line = fact["lines"][0]
    assert (fact["review"], fact["return_number"], fact["capa_needed"], fact["responsible_department"]) == (
        review, quality.returned["number"], True, "production",
    )  # fmt: skip
    assert [float(line[part]) for part in ("ours", "not_ours", "no_fault_found")] == [100, 12, 8]
    assert quality.open_tasks(review) == {("review.note", "sales"), ("review.note", "production")}
    quality.post(f"reviews/{review}/note", "sales")
    assert quality.open_tasks(review) == {("review.note", "production")}
    quality.post(f"reviews/{review}/note", "sales", expect=403)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"participants": [{"department": "quality", "name": "王磊"}]}, "participants"),
        ({"capa_needed": False}, "capa_reason"),
        ({"responsible_department": None}, "responsible_department"),
        ({"defect_code": "XYZ-9"}, "defect_code"),
    ],
)
def test_a_result_says_who_took_part_and_why_no_capa_is_needed(quality: Any, changes: dict[str, Any], field: str) -> None:
    review = quality.requested()
    quality.received("120")
    assert quality.result(review, "120", expect=422, **changes)["errors"][0]["pointer"] == f"#/{field}"
    assert quality.get(f"reviews/{review}")["state"] == "opened"


@pytest.mark.parametrize(("ours", "not_ours"), [("121", "0"), ("100", "20.001")])
def test_not_more_can_be_judged_than_came_in(quality: Any, ours: str, not_ours: str) -> None:
    review = quality.requested()
    quality.received("120")
    assert quality.result(review, ours, not_ours, expect=422)["errors"][0]["pointer"] == "#/lines/0/ours"


@pytest.mark.clause("4.1.3.7-c")
def test_a_review_held_before_the_goods_came_judges_them_when_they_come(quality: Any) -> None:
    review = quality.requested()
    quality.result(review, "110", "10")
    assert quality.received("60", complete=False)["under_test"] == "60"
    goods = quality.received("120")
    assert (goods["ours"], goods["not_ours"], goods["under_test"]) == ("110", "10", "0")


def test_a_result_can_be_corrected_the_last_one_counts(quality: Any) -> None:
    goods = quality.reviewed("100", "12", "8")
    review = quality.get("reviews")[0]["number"]
    quality.post(
        f"reviews/{review}/correct",
        result="更正",
        capa_needed=False,
        capa_reason="Single piece",
        lines=[{"line": 1, "ours": "90", "not_ours": "30"}],
    )
    assert quality.get(f"goods/{goods}")["ours"] == "90"
    assert len(quality.facts("kesu.review.completed.v1")) == 2


def test_goods_that_have_their_disposition_cannot_be_judged_otherwise(quality: Any) -> None:
    goods = quality.reviewed("100", "12", "8")
    quality.dispose(goods, ("rework", "100"))
    review = quality.get("reviews")[0]["number"]
    again = {"result": "更正", "capa_needed": False, "capa_reason": "…", "lines": [{"line": 1, "ours": "90", "not_ours": "30"}]}
    quality.post(f"reviews/{review}/correct", expect=409, **again)
    assert quality.get(f"goods/{goods}")["ours"] == "100"


@pytest.mark.parametrize("fact", ["return.cancelled", "return.rejected"])
def test_a_return_that_is_cancelled_needs_no_handling_and_no_review(quality: Any, fact: str) -> None:
    review = quality.requested()
    quality.hear(fact, quality.returned["number"], **{**quality.returned, "reason": "Complaint withdrawn."})
    quality.hear(fact, quality.returned["number"], **{**quality.returned, "reason": "Complaint withdrawn."})
    assert quality.get(f"reviews/{review}")["state"] == "cancelled"
    assert quality.get("handlings")[0]["state"] == "cancelled"
    assert quality.open_tasks(review) | quality.open_tasks(quality.returned["number"]) == set()


def test_goods_of_a_return_without_a_form_are_reviewed_from_their_arrival(quality: Any) -> None:
    quality.received("5")
    review = quality.get("reviews")[0]
    assert (review["return_number"], review["complete"], review["lines"][0]["received"]) == (quality.returned["number"], True, "5")


def test_a_return_of_which_nothing_came_is_not_reviewed(quality: Any) -> None:
    review = quality.requested()
    line = {**quality.returned["lines"][0], "received": "0"}
    quality.hear("return.received", quality.returned["number"], **{**quality.returned, "complete": True, "lines": [line]})
    assert quality.get(f"reviews/{review}")["state"] == "cancelled"
    assert quality.open_tasks(review) == set()
