"""A complaint that was entered twice is joined into the one that goes on."""

from __future__ import annotations

from typing import Any

from kesu_common.testing.rig import posted


def test_a_duplicate_ends_and_its_words_stand_at_the_one_that_goes_on(shop: Any) -> None:
    first = shop.complaint()
    second = shop.complaint(text="同一批次的轴封又漏了。", channel="letter")
    shop.dispatch(second)
    ended = shop.do(second, "join", into=f" {first.lower()} ")
    assert (ended["state"], ended["joined_into"]) == ("withdrawn", first)
    assert shop.open_tasks(second) == set()
    goes_on = shop.get(first)
    assert [one["number"] for one in goes_on["joined"]] == [second]
    assert [(x["channel"], x["content"]) for x in goes_on["exchanges"]] == [("letter", "同一批次的轴封又漏了。")]
    [withdrawn] = shop.facts("kesu.complaint.withdrawn.v1")
    assert first in withdrawn["reason"]
    [joined] = shop.facts("kesu.complaint.joined.v1")
    assert (joined["number"], joined["into"]) == (second, first)
    sales = shop.browser("sales@SZ", language="en")
    assert "goes on for both" in sales.get(f"/intake/complaints/{second}").text
    assert second in sales.get(f"/intake/complaints/{first}").text


def test_only_an_open_complaint_of_the_same_customer_takes_up_another(shop: Any) -> None:
    shop.customer(code="C002", name="Lyon Pompes SA")
    number, others, over = shop.complaint(), shop.complaint(customer_code="C002"), shop.complaint()
    shop.do(over, "withdraw", reason="Entered by mistake.")
    assert "the one itself" in shop.do(number, "join", expect=422, into=number)["errors"][0]["detail"]
    assert "each customer" in shop.do(number, "join", expect=422, into=others)["errors"][0]["detail"]
    assert "is over" in shop.do(number, "join", expect=409, into=over)["detail"]
    shop.do(number, "join", expect=404, into="KS-SZ-2026-999999")
    assert shop.get(number)["state"] == "registered"


def test_somebody_who_may_not_see_the_other_is_told_that_there_is_none(shop: Any) -> None:
    shop.know_site(code="SH", name_zh="上海", name_en="Shanghai")
    posted(shop.program("sales@SH"), "/intake/api/v1/customers", {"code": "C009", "name": "Other", "site": "SH"}, 201)
    hidden = posted(
        shop.program("sales@SH"),
        "/intake/api/v1/complaints",
        {"customer_code": "C009", "channel": "email", "text": "漏", "site": "SH"},
        201,
    )
    shop.do(shop.complaint(), "join", expect=404, into=hidden["number"])
