"""What the customer did not know at first is filled in later; what stood there before stays on record."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of, words_of

VAGUE = {"product": None, "lot": None, "quantity": None, "text": "轴封泄漏。"}


@pytest.mark.clause("4.1.3.1-a")
def test_lot_and_quantity_are_filled_in_later_and_what_was_there_is_told(shop: Any) -> None:
    number = shop.complaint(**VAGUE)
    shop.do(number, "amend", product="GP-200", lot="L2026-1107", quantity="12", reason="客户发来标签照片")
    found = shop.do(number, "amend", "quality", lot="L2026-1108")
    assert (found["product"], found["lot"], found["quantity"], found["text"]) == ("GP-200", "L2026-1108", "12", "轴封泄漏。")
    told = [fact["changes"] for fact in shop.facts("kesu.complaint.amended.v1")]
    assert {one["field"]: (one["before"], one["after"]) for one in told[0]} == {
        "product": (None, "GP-200"),
        "lot": (None, "L2026-1107"),
        "quantity": (None, "12"),
    }
    assert told[1] == [{"field": "lot", "before": "L2026-1107", "after": "L2026-1108"}]
    page = words_of(shop.browser("sales@SZ", language="en").get(f"/intake/complaints/{number}").text)
    assert "Lot: L2026-1107 → L2026-1108" in page
    for words in ("L2026-1108", "GP-200"):
        listed = shop.program("sales@SZ").get("/intake/api/v1/complaints", query_string={"q": words}).json
        assert [one["number"] for one in listed] == [number], "it is found by what is known now"
    assert shop.program("sales@SZ").get("/intake/api/v1/complaints", query_string={"q": "L2026-1107"}).json == []


def test_a_quantity_above_the_limit_makes_it_severe(shop: Any) -> None:
    number = shop.complaint(**VAGUE)
    assert shop.get(number)["severity"] == "minor"
    shop.dispatch(number)
    assert shop.facts("kesu.complaint.escalated.v1") == []
    assert shop.do(number, "amend", quantity="100")["severity"] == "major"
    assert [fact["number"] for fact in shop.facts("kesu.complaint.escalated.v1")] == [number]
    assert shop.do(number, "amend", quantity="5")["severity"] == "major", "a person lowers it nowhere"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, None),
        ({"lot": "L2026-1107"}, None),
        ({"text": "x"}, "text"),
        ({"quantity": "0"}, "quantity"),
        ({"found_on": "2999-01-01"}, "found_on"),
    ],
)
def test_what_cannot_be_filled_in_is_refused(shop: Any, wrong: dict[str, Any], field: str | None) -> None:
    number = shop.complaint()
    answer = shop.do(number, "amend", expect=422, **wrong)
    assert field is None or answer["errors"][0]["pointer"] == f"#/{field}"
    assert shop.facts("kesu.complaint.amended.v1") == []
    shop.do(number, "amend", "warehouse", expect=403, lot="L1")


def test_after_the_customer_has_confirmed_the_record_stands(shop: Any) -> None:
    shop.do(shop.confirmed(), "amend", expect=409, lot="L1")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_form_shows_what_is_known_and_can_take_it_away(shop: Any, language: str) -> None:
    number = shop.complaint()
    browser = shop.browser("sales@SZ", language=language)
    path = f"/intake/complaints/{number}/amend"
    form = browser.get(path).text
    assert 'value="L2026-1107"' in form
    fields = {"csrf_token": csrf_of(form), "version": "1", "product": "GP-200", "lot": "", "quantity": "12", "found_on": "2026-11-02"}
    assert browser.post(path, data=fields).status_code == 303
    found = shop.get(number)
    assert (found["product"], found["lot"], found["quantity"], found["found_on"]) == ("GP-200", None, "12", "2026-11-02")
    same = {**fields, "csrf_token": csrf_of(browser.get(path).text), "version": "2"}
    assert browser.post(path, data=same).status_code == 422
