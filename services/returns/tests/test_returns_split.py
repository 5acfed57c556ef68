"""A return whose goods travel in two consignments: what was agreed and approved holds for both, and nothing is there twice."""

from __future__ import annotations

import re
import threading
from decimal import Decimal
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of
from kesu_returns.returns.queries import locked_return


def total(returns: Any, name: str, *numbers: str) -> Decimal:
    return sum((Decimal(line[name]) for number in numbers for line in returns.get(number)["lines"]), Decimal(0))


@pytest.mark.clause("4.1.3.4-a")
def test_a_part_that_travels_by_itself_is_a_return_of_its_own_with_the_approval_of_the_whole(returns: Any) -> None:
    first = returns.authorised()
    whole = returns.get(first)
    told = returns.do(first, "split", lines=[{"line": 1, "quantity": "4"}], reason="分两批发出", expected_on="2026-12-09")
    [second] = told["split_into"]
    part = returns.get(second)
    assert (told["state"], part["state"], part["split_from"]) == ("authorised", "authorised", first)
    assert [total(returns, "claimed", number) for number in (first, second)] == [6, 4]
    assert [Decimal(one["value"]) for one in (told, part, whole)] == [120, 80, 200]
    shared = ("complaint", "customer_code", "kind", "agreed_with", "agreed_at", "requested_by", "submitted_by", "handling", "goodwill")
    assert {name: part[name] for name in shared} == {name: whole[name] for name in shared}
    page = returns.browser("sales@SZ", language="zh").get(f"/returns/returns/{second}").text
    assert "确认为我方责任" in page, "who let the whole go ahead has let the part"
    assert first in page
    assert second in returns.browser("sales@SZ").get(f"/returns/returns/{first}").text
    [fact] = returns.facts("kesu.return.split.v1")
    assert (fact["number"], fact["into"], fact["lines"][0]["quantity"], fact["lines"][0]["into_line"]) == (first, second, "4", 1)
    assert returns.facts("kesu.return.authorised.v1")[-1]["number"] == second, "the other departments hear of it as of any other"
    assert ("return.expect", "warehouse") in returns.open_tasks(second)


def test_each_part_owes_what_is_approved_of_its_own_pieces(returns: Any) -> None:
    first = returns.authorised()
    [second] = returns.do(first, "split", lines=[{"line": 1, "quantity": "4"}])["split_into"]
    for number, pieces in ((first, "6"), (second, "4")):
        assert returns.scan(number, quantity=pieces)[0]["status"] == "accepted"
        returns.review(number, ours=pieces)
    assert total(returns, "approved", first, second) == 10
    returns.do(first, "replace", "warehouse", lines=[{"line": 1, "quantity": "7"}], expect=409)
    for number, pieces in ((first, "6"), (second, "4")):
        assert returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": pieces}])["state"] == "settled"
    assert total(returns, "replaced", first, second) == 10


def test_a_part_that_was_sent_already_is_on_its_way_at_once(returns: Any) -> None:
    first = returns.authorised()
    told = returns.do(first, "split", lines=[{"line": 1, "quantity": "4"}], carrier="SF", waybill="SF-77", expected_on="2026-12-09")
    part = returns.get(told["split_into"][0])
    assert (part["state"], part["waybill"], part["expected_on"], told["waybill"]) == ("in_transit", "SF-77", "2026-12-09", None)
    assert len([task for task in returns.open_tasks(part["number"]) if task[0] == "return.expect"]) == 1


def test_what_is_left_of_a_return_may_be_all_that_came(returns: Any) -> None:
    """Six of ten are here, the other four come later: the first one goes on to its review at once."""
    first = returns.authorised()
    returns.scan(first, quantity="6")
    returns.review(first, ours="6")
    told = returns.do(first, "split", "warehouse", lines=[{"line": 1, "quantity": "4"}])
    assert (told["state"], told["lines"][0]["claimed"], told["shortfall"]) == ("reviewed", "6", "6")
    assert returns.get(told["split_into"][0])["state"] == "authorised"


@pytest.mark.parametrize(
    ("lines", "status", "words"),
    [
        ([{"line": 1, "quantity": "11"}], 409, "only 10 are still expected. Split off at most as many."),
        ([{"line": 1, "quantity": "6"}, {"line": 1, "quantity": "6"}], 409, "only 4 are still expected"),
        ([{"line": 1, "quantity": "10"}], 422, "Leave at least one piece"),
        ([{"line": 1, "quantity": "0"}], 422, "at least one line"),
        ([{"line": 7, "quantity": "1"}], 422, "has no line 7"),
        ([], 422, "lines"),
    ],
)
def test_what_cannot_be_split_off_is_refused_and_nothing_is_made(
    returns: Any, lines: list[dict[str, Any]], status: int, words: str
) -> None:
    number = returns.authorised()
    refused = returns.do(number, "split", lines=lines, expect=status)
    assert words in str(refused)
    assert "lines" in str(refused.get("errors") or refused["field"])
    assert returns.get(number)["lines"][0]["claimed"] == "10"
    assert returns.facts("kesu.return.split.v1") == []


def test_the_form_begins_empty_and_splits_what_is_filled_in(returns: Any) -> None:
    number = returns.authorised()
    browser = returns.browser("warehouse@SZ", language="zh")
    form = browser.get(f"/returns/returns/{number}/split").text
    assert "移入新退货单" in form
    filled = {"csrf_token": csrf_of(form), "lines-0-line": "1", "lines-0-quantity": "3", "waybill": "SF-9"}
    sent = browser.post(f"/returns/returns/{number}/split", data=filled)
    assert sent.status_code == 303
    [part] = returns.get(number)["split_into"]
    page = browser.get(sent.location).text
    assert "新退货单" in page
    assert f"→ {part}" in page
    done = returns.received(complaint="KS-SZ-2026-000124")
    assert "/split" not in browser.get(f"/returns/returns/{done}").text


def test_what_cannot_be_split_off_is_said_beside_the_field_in_both_languages(returns: Any) -> None:
    number = returns.authorised()
    for language, words in (("zh", "最多拆分该数量"), ("en", "Split off at most as many")):
        browser = returns.browser("warehouse@SZ", language=language)
        form = browser.get(f"/returns/returns/{number}/split").text
        filled = {"csrf_token": csrf_of(form), "lines-0-line": "1", "lines-0-quantity": "11"}
        sent = browser.post(f"/returns/returns/{number}/split", data=filled)
        assert sent.status_code in (409, 422)
        assert words in sent.text


def test_a_part_can_be_split_again_and_what_was_split_off_stands_on_the_line(returns: Any) -> None:
    first = returns.authorised()
    [second] = returns.do(first, "split", lines=[{"line": 1, "quantity": "6"}])["split_into"]
    [third] = returns.do(second, "split", lines=[{"line": 1, "quantity": "2"}])["split_into"]
    assert returns.get(third)["split_from"] == second
    assert [total(returns, "claimed", number) for number in (first, second, third)] == [4, 4, 2]
    assert [total(returns, "split_off", number) for number in (first, second, third)] == [6, 2, 0]
    assert (
        "over"
        in returns.do(returns.received(complaint="KS-SZ-2026-000124"), "split", lines=[{"line": 1, "quantity": "1"}], expect=409)["detail"]
    )


@pytest.mark.parametrize("within", [False, True])
def test_a_label_that_was_printed_before_the_split_leads_to_the_parts_after_the_whole(returns: Any, within: bool) -> None:
    first = returns.authorised()
    [second] = returns.do(first, "split", lines=[{"line": 1, "quantity": "6"}])["split_into"]
    [third] = returns.do(second, "split", lines=[{"line": 1, "quantity": "2"}])["split_into"]
    say = {"return_number": first} if within else {}
    code = "(01)09501101020917(10)L1107" if within else first
    assert [scan["return_number"] for scan in returns.scan(code, code, quantity="4", **say)] == [first, second]
    assert [total(returns, "received", number) for number in (first, second, third)] == [4, 4, 0]
    assert returns.scan(second, quantity="1")[0]["return_number"] == third, "also of a part that was split again"
    [last] = returns.scan(first, quantity="2")
    assert (last["status"], last["reason"]) == ("unmatched", "excess"), "the tenth piece is expected, an eleventh is not"
    assert total(returns, "received", first, second, third) == 10


def test_two_who_split_at_once_never_move_more_than_is_to_come(returns: Any) -> None:
    number = returns.authorised()
    start, seen = threading.Barrier(4), []

    def split() -> None:
        client = returns.program("sales@SZ", login="anna")
        start.wait()
        body = {"lines": [{"line": 1, "quantity": "4"}]}
        seen.append(client.post(f"/returns/api/v1/returns/{number}/split", json=body).status_code)

    threads = [threading.Thread(target=split) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [200, 200, 409, 409]
    thing = returns.get(number)
    assert total(returns, "claimed", number, *thing["split_into"]) == 10
    with returns.runtime.database.transaction() as session:
        assert locked_return(session, number) is not None


def test_a_withdrawn_complaint_ends_both_parts(returns: Any) -> None:
    first = returns.authorised()
    [second] = returns.do(first, "split", lines=[{"line": 1, "quantity": "4"}])["split_into"]
    returns.hear("complaint.withdrawn", returns.get(first)["complaint"], number=returns.get(first)["complaint"])
    assert {returns.get(number)["state"] for number in (first, second)} == {"cancelled"}


def test_why_something_is_done_is_not_filled_in_beforehand(returns: Any) -> None:
    number = returns.authorised(terms="Leaks at 2 bar")
    assert returns.get(number)["reason"] == "Leaks at 2 bar"
    for operation in ("split", "cancel"):
        form = returns.browser("sales@SZ").get(f"/returns/returns/{number}/{operation}").text
        [field] = re.findall(r"<textarea[^>]*name=\"reason\"[^>]*>([^<]*)</textarea>", form)
        assert field.strip() == "", "the reason of the return is none for this"
