"""What was agreed with the customer and does not hold any more: replaced, cancelled with its return, or against the verdict."""

from __future__ import annotations

from typing import Any

import pytest

EXCHANGE = {"kind": "exchange", "quantity": "12", "terms": "Twelve new seals.", "agreed_with": "Ms Petersen"}
RETURN = {**EXCHANGE, "kind": "return", "terms": "A credit note."}


def agreed(shop: Any, number: str) -> list[tuple[str, str | None]]:
    return [(s["kind"], s["ended"]) for s in shop.get(number)["settlements"]]


@pytest.fixture
def number(shop: Any) -> str:
    """A complaint about twelve pieces whose exchange is agreed."""
    made = str(shop.answered())
    shop.do(made, "settle", **EXCHANGE)
    return made


def heard(shop: Any, number: str, state: str, sequence: int, settlement: int = 0, name: str = "RT-1") -> None:
    """Returns states that the return of the complaint's settlement has come to `state`."""
    told = shop.get(number)["settlements"][settlement]["id"]
    shop.hear(f"return.{state}", name, sequence=sequence, number=name, complaint=number, settlement=told)


@pytest.mark.clause("3.2-e")
def test_another_agreement_takes_its_place(shop: Any, number: str) -> None:
    earlier = shop.get(number)["settlements"][0]["id"]
    shop.do(number, "settle", replaces=earlier, **RETURN)
    assert agreed(shop, number) == [("exchange", "replaced"), ("return", None)]
    told = shop.facts("kesu.complaint.settled.v1")
    assert [(t["settlement"], t["replaces"]) for t in told] == [(earlier, None), (shop.get(number)["settlements"][1]["id"], earlier)]
    page = shop.browser("sales@SZ").get(f"/intake/complaints/{number}").text
    assert "<s>Twelve new seals.</s>" in page


def test_what_does_not_hold_any_more_is_not_replaced(shop: Any, number: str) -> None:
    earlier = shop.get(number)["settlements"][0]["id"]
    shop.do(number, "settle", replaces=earlier, **RETURN)
    refused = shop.do(number, "settle", expect=422, replaces=earlier, **EXCHANGE)
    assert (refused["errors"][0]["pointer"], agreed(shop, number)) == ("#/replaces", [("exchange", "replaced"), ("return", None)])


def test_one_whose_goods_have_come_is_not_replaced(shop: Any, number: str) -> None:
    heard(shop, number, "received", 1)
    earlier = shop.get(number)["settlements"][0]["id"]
    assert "RT-1" in shop.do(number, "settle", expect=409, replaces=earlier, **RETURN)["detail"]
    assert agreed(shop, number) == [("exchange", None)]


@pytest.mark.parametrize("end", ["cancelled", "rejected"])
def test_a_return_that_does_not_take_place_frees_what_it_was_agreed_for(shop: Any, number: str, end: str) -> None:
    heard(shop, number, "requested", 1)
    heard(shop, number, end, 2)
    assert agreed(shop, number) == [("exchange", end)]
    assert ("complaint.settle", "sales") in shop.open_tasks(number)
    shop.do(number, "settle", **EXCHANGE)
    assert ("complaint.settle", "sales") not in shop.open_tasks(number)
    assert shop.do(number, "reply", channel="email", to="y", text="z")["state"] == "replied"


def test_what_was_agreed_holds_while_a_part_of_its_return_goes_on(shop: Any, number: str) -> None:
    heard(shop, number, "authorised", 1)
    heard(shop, number, "authorised", 2, name="RT-2")
    heard(shop, number, "cancelled", 3)
    assert agreed(shop, number) == [("exchange", None)]
    heard(shop, number, "cancelled", 4, name="RT-2")
    assert agreed(shop, number) == [("exchange", "cancelled")]


def test_each_of_two_exchanges_waits_for_its_return(shop: Any) -> None:
    number = shop.answered()
    for _ in "12":
        shop.do(number, "settle", **{**EXCHANGE, "quantity": "6"})
    shop.do(number, "reply", channel="email", to="y", text="z")
    shop.do(number, "confirm", who="y", words="by telephone")
    heard(shop, number, "closed", 1)
    assert "no return has been opened" in shop.do(number, "close", expect=409)["detail"]
    heard(shop, number, "closed", 2, settlement=1, name="RT-2")
    assert shop.do(number, "close")["state"] == "closed"


def test_a_whole_lot_may_come_back(shop: Any) -> None:
    number = shop.answered()
    assert shop.do(number, "settle", beyond=True, **{**EXCHANGE, "quantity": "500"})["state"] == "settled"


@pytest.mark.clause("4.1.3.3")
def test_a_verdict_that_turns_is_told_and_the_reply_follows_it(shop: Any, number: str) -> None:
    shop.verdict(number, "not_ours", fact="verdict.revised", summary="Silicone grease on the seal")
    [asked] = shop.get(number)["dispatches"]
    assert asked["answer"] == "Silicone grease on the seal"
    assert [t["answer"] for t in shop.facts("kesu.complaint.answered.v1")] == ["轴封硬度不足", "Silicone grease on the seal"]
    assert {("complaint.revise", "sales"), ("complaint.clarify", "sales")} <= set(shop.open_tasks(number))
    shop.do(number, "clarify", cause="Silicone grease.", advice="Use the right grease.", helpers="Wang Fang")
    sales = shop.browser("sales@SZ")
    form = sales.get(f"/intake/complaints/{number}/settle").text
    earlier = shop.get(number)["settlements"][0]["id"]
    assert f'<option value="{earlier}" selected>' in form
    shop.do(number, "settle", kind="explain", terms="Use the right grease.", agreed_with="Ms Petersen", replaces=earlier)
    assert ("complaint.revise", "sales") not in shop.open_tasks(number)
    draft = sales.get(f"/intake/complaints/{number}/reply").text
    assert "Silicone grease." in draft
    assert "Twelve new seals." not in draft
    assert shop.do(number, "reply", channel="email", to="y", text="z")["state"] == "replied"


def test_what_the_customer_has_confirmed_is_not_closed_once_it_has_fallen_away(shop: Any, number: str) -> None:
    shop.do(number, "reply", channel="email", to="y", text="z")
    shop.do(number, "confirm", who="y", words="by telephone")
    heard(shop, number, "cancelled", 1)
    assert "does not hold any more" in shop.do(number, "close", expect=409)["detail"]
    assert ("complaint.settle", "sales") in shop.open_tasks(number)
    assert shop.do(number, "settle", kind="answer", terms="A credit note.", agreed_with="y")["state"] == "settled"
    assert ("complaint.close", "sales") not in shop.open_tasks(number)


@pytest.mark.clause("4.1.3.3")
def test_a_verdict_that_turns_after_the_confirmation_holds_up_the_close(shop: Any) -> None:
    number = shop.confirmed()
    shop.verdict(number, "not_ours", fact="verdict.revised")
    assert "record first the cause" in shop.do(number, "close", expect=409)["detail"]
    shop.do(number, "clarify", cause="Silicone grease.", advice="Use the right grease.", helpers="Wang Fang")
    assert shop.do(number, "close")["state"] == "closed"


def test_two_who_agree_on_what_they_have_seen_do_not_agree_twice(shop: Any) -> None:
    number = shop.answered()
    sales = shop.program("sales@SZ")
    seen = sales.get(f"/intake/api/v1/complaints/{number}").headers["ETag"]
    first = {**EXCHANGE, "quantity": "1"}
    ways = [sales.post(f"/intake/api/v1/complaints/{number}/settle", json=first, headers={"If-Match": seen}).status_code for _ in "12"]
    assert ways == [200, 412]


def test_a_verdict_that_turns_back_asks_for_no_clarification(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number)
    shop.verdict(number, "not_ours")
    shop.verdict(number, "ours", fact="verdict.revised")
    assert ("complaint.clarify", "sales") not in shop.open_tasks(number)


def test_goodwill_lets_what_was_agreed_hold_after_the_verdict_has_turned(shop: Any, number: str) -> None:
    shop.verdict(number, "not_ours", fact="verdict.revised")
    shop.do(number, "clarify", cause="Silicone grease.", advice="Use the right grease.", helpers="Wang Fang")
    shop.do(number, "goodwill", "lead", reason="long partnership")
    assert shop.do(number, "reply", channel="email", to="y", text="z")["state"] == "replied"
    assert ("complaint.revise", "sales") not in shop.open_tasks(number)
