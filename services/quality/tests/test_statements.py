"""Participants of a review sign it or say why not; a corrected result needs their signatures anew."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.clause("4.1.3.7-c")
def test_departments_that_take_part_sign_or_comment(quality: Any) -> None:
    review = quality.requested()
    quality.received("120")
    quality.post(f"reviews/{review}/sign", expect=409, department="quality", signed=True)  # nobody was convened yet
    who = [{"department": "quality", "name": "王磊"}, {"department": "production", "name": "陈刚"}]
    quality.post(f"reviews/{review}/convene", participants=who)
    quality.post(f"reviews/{review}/sign", "production", department="production", expect=422, signed=False)
    quality.post(f"reviews/{review}/sign", "production", department="production", signed=False, comment="The gauge was wrong.")
    quality.post(f"reviews/{review}/sign", "sales", expect=422, department="sales", signed=True)
    quality.post(f"reviews/{review}/sign", "sales", expect=403, department="quality", signed=True)
    quality.post(f"reviews/{review}/sign", "production", department="production", signed=True)  # thought again
    said = quality.get(f"reviews/{review}")["statements"]
    assert [(s["department"], s["signed"], s["comment"], s["round"]) for s in said] == [("production", True, None, 0)]
    assert [f["signed"] for f in quality.facts("kesu.review.signed.v1")] == [False, True]
    quality.result(review, "120")
    quality.post(f"reviews/{review}/sign", "production", department="production", signed=True)
    assert [s["round"] for s in quality.get(f"reviews/{review}")["statements"]] == [0, 1]
    board = quality.browser("quality@SZ", language="en").get("/quality/reviews/").text
    assert "1 of 2" in board, "of the departments that take part, under the last result"
