"""A question that needs no answer any more is taken back."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.clause("4.1.3.1-b")
def test_the_analysis_goes_on_without_the_department(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number, "rnd", "production")
    shop.do(number, "answer", "rnd", answer="轴封硬度不足。")
    asked = shop.do(number, "take-back", department="production", reason="The lot was bought in.")
    assert asked["state"] == "answered"
    assert ("complaint.answer", "production") not in shop.open_tasks(number)
    [fact] = shop.facts("kesu.complaint.question_taken_back.v1")
    assert (fact["department"], fact["reason"], fact["state"]) == ("production", "The lot was bought in.", "answered")
    assert {d["department"]: d["state"] for d in shop.get(number)["dispatches"]} == {"rnd": "answered", "production": "cancelled"}


def test_without_any_answer_sales_asks_anew(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number, "quality")
    assert ("complaint.dispatch", "sales") not in shop.open_tasks(number)
    assert shop.do(number, "take-back", department="quality", reason="Wrong product.")["state"] == "dispatched"
    assert ("complaint.dispatch", "sales") in shop.open_tasks(number)
    shop.dispatch(number, "rnd")
    assert shop.do(number, "answer", "rnd", answer="轴封硬度不足。")["state"] == "answered"


def test_only_what_is_owed_is_taken_back(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number, "rnd")
    assert "owes no answer" in shop.do(number, "take-back", expect=404, department="quality", reason="x")["detail"]
    shop.do(number, "take-back", "rnd", expect=403, department="rnd", reason="x")
