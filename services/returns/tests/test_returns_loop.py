"""The way of a return from the settlement to the end, and who does what on it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from kesu_common import clock


@pytest.mark.clause("4.1.3.7-a")
@pytest.mark.clause("4.1.3.4-a")
def test_a_settled_exchange_goes_all_the_way(returns: Any) -> None:
    number = returns.requested()
    assert returns.get(number)["state"] == "requested"
    returns.hear("handling.decided", "QC-1", return_number=number, complaint="KS-SZ-2026-000123", handling="换货")
    assert ("return.submit", "sales") in returns.open_tasks(number)
    returns.do(number, "submit")
    assert returns.open_tasks(number) == {("return.approve", "lead")}
    returns.do(number, "approve", "lead", login="wang", reason="属实")
    assert returns.open_tasks(number) == {("return.expect", "warehouse")}
    returns.do(number, "ship", carrier="DHL", waybill="JD0142", expected_on="2026-12-04")
    assert returns.get(number)["state"] == "in_transit"
    assert returns.scan(number, quantity="4")[0]["return_number"] == number
    assert returns.get(number)["state"] == "part_received"
    returns.scan("]d20109501101020917" + "10L1107", quantity="6")
    assert returns.get(number)["state"] == "received"
    returns.review(number, ours="8", not_ours="2")
    assert returns.open_tasks(number) == {("replacement.ship", "warehouse")}
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "5", "lot": "L2001"}], carrier="SF", waybill="SF1")
    shown = returns.get(number)
    assert (shown["state"], shown["shortfall"]) == ("replacing", "3")
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "3"}])
    assert returns.get(number)["state"] == "settled"
    returns.dispose(number, scrap="8")
    assert "2 pieces" in returns.do(number, "close", expect=409)["detail"]
    returns.dispose(number, scrap="8", return_to_customer="2")
    returns.do(number, "move", "warehouse", line=1, quantity="8", from_place="QUARANTINE", to_place="SCRAP")
    returns.do(number, "move", "warehouse", line=1, quantity="2", from_place="QUARANTINE", to_place="CUSTOMER")
    returns.do(number, "close")
    assert returns.get(number)["state"] == "closed"
    assert returns.open_tasks(number) == set()
    line = returns.get(number)["lines"][0]
    assert {name: line[name] for name in ("claimed", "received", "ours", "not_ours", "replaced")} == {
        "claimed": "10",
        "received": "10",
        "ours": "8",
        "not_ours": "2",
        "replaced": "8",
    }
    assert [fact for fact in returns.fact_types() if ".task." not in fact] == [
        f"kesu.{name}.v1"
        for name in (
            "delivery.recorded",
            "return.requested",
            "return.handling_decided",
            "return.submitted",
            "return.approved",
            "return.authorised",
            "return.shipped",
            "return.received",
            "goods.moved",
            "return.received",
            "goods.moved",
            "return.reviewed",
            "replacement.shipped",
            "replacement.shipped",
            "return.settled",
            "goods.moved",
            "goods.moved",
            "return.closed",
        )
    ]


@pytest.mark.clause("4.1.3.7-a")
@pytest.mark.parametrize("way", ["rework_at_customer", "test_at_customer", "keep_at_customer", "scrap_at_customer"])
def test_goods_that_stay_at_the_customers_are_not_waited_for(returns: Any, way: str) -> None:
    number = returns.requested(kind="return")
    returns.hear("handling.decided", number, return_number=number, complaint=None, handling="留在客户处", way=way)
    returns.do(number, "submit")
    returns.do(number, "approve", "lead", login="wang", reason="属实")
    shown = returns.get(number)
    assert (shown["state"], shown["lines"][0]["kept"], shown["lines"][0]["outstanding"]) == ("settled", "10", "0")
    assert returns.open_tasks(number) == {("return.close", "sales")}
    assert returns.scan("L1107")[0]["return_number"] != number
    returns.do(number, "close")


def test_goods_that_stay_at_the_customers_are_not_exchanged(returns: Any) -> None:
    number = returns.requested()
    returns.hear("handling.decided", number, return_number=number, complaint=None, handling="客户处报废", way="scrap_at_customer")
    assert "agree anew" in returns.do(number, "submit", expect=409)["detail"]
    assert returns.do(number, "cancel", reason="改为现场返工")["state"] == "cancelled"


def test_a_return_of_which_everything_is_missing_is_settled(returns: Any) -> None:
    number = returns.authorised()
    returns.do(number, "account", "warehouse", lines=[{"line": 1, "missing": "10"}])
    assert returns.get(number)["state"] == "settled"
    assert returns.open_tasks(number) == {("return.close", "sales")}


@pytest.mark.clause("4.1.3.4-a")
def test_whoever_asked_for_a_return_cannot_approve_it(returns: Any) -> None:
    number = returns.submitted()
    assert returns.do(number, "approve", "lead", login="li.wei", reason="x", expect=403)["detail"].startswith("Whoever asked")
    returns.do(number, "approve", "lead", login="anna", reason="x", expect=403)  # she submitted it
    assert returns.get(number)["state"] == "awaiting_approval"
    returns.do(number, "approve", "lead", login="wang", reason="x")


def test_a_return_beyond_the_leads_limit_goes_to_the_general_manager(returns: Any) -> None:
    returns.deliver(number="DN-2/1", lot="L9", unit_price="9000")
    number = returns.submitted(lot="L9", quantity="10")
    assert returns.open_tasks(number) == {("return.approve", "gm")}
    returns.do(number, "approve", "lead", login="wang", reason="x", expect=403)
    assert returns.do(number, "approve", "gm", login="chen", reason="x")["state"] == "authorised"


@pytest.mark.clause("4.1.3.3")
def test_nothing_is_authorised_on_not_ours_without_goodwill(returns: Any) -> None:
    returns.hear("verdict.given", "QC-1", case="QC-1", complaint="KS-SZ-2026-000123", verdict="not_ours")
    number = returns.submitted()
    returns.do(number, "approve", "lead", login="wang", reason="x", expect=409)
    assert returns.do(number, "approve", "lead", login="wang", reason="老客户", goodwill=True)["goodwill"] is True
    returns.scan(number, quantity="10")
    returns.review(number, not_ours="10")
    line = returns.get(number)["lines"][0]
    assert (line["ours"], line["goodwill"], line["approved"]) == ("0", "10", "10")


def test_goodwill_that_intake_has_granted_counts(returns: Any) -> None:
    returns.hear("verdict.given", "QC-1", case="QC-1", complaint="KS-SZ-2026-000123", verdict="not_ours")
    assert returns.settled(kind="goodwill") is None
    assert returns.get(returns.authorised())["goodwill"] is True


@pytest.mark.clause("3.2-e")
def test_nothing_is_submitted_without_an_agreement_on_record(returns: Any) -> None:
    number = returns.requested(agreed_with=None, agreed_at=None)
    returns.hear("handling.decided", "QC-1", return_number=number, complaint=None, handling="换货")
    assert returns.do(number, "submit", expect=409)["detail"].startswith("Say first")
    returns.do(number, "submit", agreed_with="Ms Petersen", agreed_at="2026-11-20T09:00:00Z")


def test_a_review_that_comes_before_the_goods_is_remembered(returns: Any) -> None:
    number = returns.authorised()
    returns.review(number, ours="10")
    assert returns.get(number)["state"] == "authorised"
    returns.scan(number, quantity="10")
    assert returns.get(number)["state"] == "reviewed"


def test_a_review_of_more_than_came_in_goes_back_to_quality(returns: Any) -> None:
    number = returns.authorised()
    returns.review(number, ours="10")
    returns.scan(number, quantity="7")
    returns.do(number, "account", "warehouse", lines=[{"line": 1, "missing": "2", "kept": "1"}])
    assert returns.get(number)["state"] == "received"
    assert ("return.recount", "quality") in returns.open_tasks(number)
    returns.review(number, ours="7")
    assert returns.get(number)["state"] == "reviewed"


@pytest.mark.clause("4.1.3.4-a")
def test_no_more_is_replaced_than_is_approved_and_a_shortfall_is_seen(returns: Any) -> None:
    number = returns.reviewed(ours="6", not_ours="4")
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "7"}], expect=409)
    assert returns.do(number, "short", "warehouse", reason="缺料", owner="nobody", expect=422)["errors"][0]["pointer"] == "#/owner"
    returns.do(number, "short", "warehouse", reason="缺料", expected_on="2026-12-20")
    [short] = returns.facts("kesu.replacement.short.v1")
    assert (Decimal(short["shortfall"]), short["owner"]) == (Decimal(6), "anna")
    assert ("replacement.fill", "warehouse") in returns.open_tasks(number)
    [owing] = returns.program("sales@SZ").get("/returns/api/v1/returns?state=short").json
    assert (owing["number"], owing["short_owner"], owing["short_until"]) == (number, "anna", "2026-12-20")
    assert "缺料" in returns.browser("sales@SZ").get(f"/returns/returns/{number}").text
    returns.do(number, "settle", expect=422)
    assert returns.do(number, "settle", reason="改为退款")["state"] == "settled"
    assert returns.program("sales@SZ").get("/returns/api/v1/returns?state=short").json == []
    assert ("replacement.fill", "warehouse") not in returns.open_tasks(number)


def test_a_shortfall_ends_with_the_last_piece_that_is_shipped(returns: Any) -> None:
    number = returns.reviewed(ours="6", not_ours="4")
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "2"}])
    returns.do(number, "short", "warehouse", reason="缺料")
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "4"}])
    assert ("replacement.fill", "warehouse") not in returns.open_tasks(number)


def test_goods_are_expected_on_the_day_that_the_customer_names(returns: Any) -> None:
    number = returns.authorised()
    day = (clock.now() + timedelta(days=40)).date()
    returns.do(number, "ship", carrier="SF", waybill="SF-1", expected_on=day.isoformat())
    [*_, first, second] = [task["due_at"] for task in returns.facts("kesu.task.opened.v1") if task["kind"] == "return.expect"]
    assert (first < second, second) == (True, f"{day}T18:00:00+08:00")


def test_goods_that_should_be_here_are_listed(returns: Any) -> None:
    number = returns.authorised()
    with returns.runtime.database.transaction() as session:
        session.execute(text('UPDATE "return" SET expected_on = current_date - 1 WHERE number = :number'), {"number": number})
    late = returns.program("warehouse@SZ").get("/returns/api/v1/returns?state=late").json
    assert [thing["number"] for thing in late] == [number]
    returns.scan(number, quantity="10")
    assert returns.program("warehouse@SZ").get("/returns/api/v1/returns?state=late").json == []


def test_a_return_without_exchange_is_settled_by_its_review(returns: Any) -> None:
    number = returns.reviewed(kind="return")
    assert returns.get(number)["state"] == "settled"
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "1"}], expect=409)


def test_a_withdrawn_complaint_cancels_its_return_until_goods_are_here(returns: Any) -> None:
    number = returns.authorised()
    returns.hear("complaint.withdrawn", "KS-SZ-2026-000123", number="KS-SZ-2026-000123", reason="重复")
    assert returns.get(number)["state"] == "cancelled"
    assert returns.open_tasks(number) == set()
    second = returns.received(complaint="KS-SZ-2026-000124")
    returns.hear("complaint.withdrawn", "KS-SZ-2026-000124", number="KS-SZ-2026-000124", reason="重复")
    assert returns.get(second)["state"] == "received"
    assert ("return.look_again", "sales") in returns.open_tasks(second)


def test_goods_for_the_customer_are_work_for_the_warehouse(returns: Any) -> None:
    number = returns.reviewed(ours="8", not_ours="2")
    parts = [{"disposition": "return_to_customer", "quantity": "2"}, {"disposition": "scrap", "quantity": "8"}]
    returns.hear("disposition.decided", "NG-1", goods="NG-1", return_number=number, complaint=None, parts=parts)
    assert ("return.send_back", "warehouse") in returns.open_tasks(number)
    move = {"line": 1, "quantity": "2", "from_place": "QUARANTINE", "to_place": "CUSTOMER"}
    returns.do(number, "move", "warehouse", **{**move, "quantity": "11"}, expect=409)
    returns.do(number, "move", "warehouse", **move)
    assert ("return.send_back", "warehouse") not in returns.open_tasks(number)
