"""Goods are carried, by scan and by hand, to where quality has decided that they belong; a place never holds less than nothing."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kesu_common import clock

NUMBERS = itertools.count(1)
CARRY = ("goods.carry", "warehouse")


def lying(returns: Any, **args: str) -> dict[str, str]:
    """Place → quantity, of the goods that one asks for."""
    found = returns.program("warehouse@SZ").get("/returns/api/v1/places/stock", query_string=args).json
    return {row["place"]: row["quantity"] for row in found}


def carried(returns: Any, *scans: dict[str, Any], action: str = "move") -> list[tuple[str, str | None]]:
    """Status and reason of scans that carry."""
    sent = [{"device": "truck-1", "sequence": next(NUMBERS), "action": action, **scan} for scan in scans]
    return [(answer["status"], answer["reason"]) for answer in returns.send(sent)]


@pytest.mark.clause("4.1.3.7-e")
def test_a_return_is_carried_by_scanning_its_label_where_it_is_put_down(returns: Any) -> None:
    number = returns.received()
    assert lying(returns) == {"QUARANTINE": "10"}
    scans = [{"code": number, "place": "BENCH-2", "quantity": "4"}, {"code": "L1107", "place": "BENCH-3", "quantity": "1"}]
    assert carried(returns, *scans) == [("accepted", None)] * 2
    assert lying(returns, lot="L1107") == {"QUARANTINE": "5", "BENCH-2": "4", "BENCH-3": "1"}
    assert carried(returns, {"code": number, "place": "BENCH-4"}) == [("accepted", None)], "a label that is not counted means all of it"
    assert lying(returns) == {"BENCH-4": "10"}
    assert carried(returns, {"code": number, "place": "bench-4"}) == [("accepted", None)], "not on the list: another place"
    assert carried(returns, {"code": number, "place": "bench-4"}) == [("accepted", "already_there")]
    assert carried(returns, {"code": number, "place": "BENCH-2"}, {"code": number, "place": "BENCH-9"}) == [("accepted", None)] * 2
    assert lying(returns) == {"BENCH-9": "10"}, "one after the other, within one batch"
    assert carried(returns, {"code": number}, action="quarantine") == [("accepted", None)]
    assert lying(returns) == {"QUARANTINE": "10"}


@pytest.mark.parametrize(
    ("scan", "reason"),
    [
        ({"place": "BENCH-2", "quantity": "11"}, "too_few"),
        *(({"place": place, "quantity": "1"}, "held") for place in ("SCRAP", "RELEASED", "CUSTOMER", "scrap")),
        ({"place": "BENCH-2", "code": "L-NOBODY"}, "unknown"),
        ({}, "no_place"),
        ({"place": "QUARANTINE", "quantity": "1"}, "too_few"),
    ],
)
def test_what_cannot_be_carried_is_answered_with_the_reason_and_moves_nothing(returns: Any, scan: dict[str, Any], reason: str) -> None:
    number = returns.received()
    assert carried(returns, {"code": number, **scan}) == [("unmatched", reason)]
    assert lying(returns) == {"QUARANTINE": "10"}


@pytest.mark.clause("4.1.3.7-e")
@pytest.mark.parametrize(("place", "kind"), [("DOCK-1", "dock"), ("TRUCK-2", "vehicle"), ("SOMEWHERE", None)])
def test_confirmed_nonconforming_goods_are_carried_into_quarantine(returns: Any, place: str, kind: str | None) -> None:
    if kind:
        returns.place(place, kind)
    number = returns.authorised()
    returns.scan(number, quantity="10", place=place)
    assert CARRY not in returns.open_tasks(number), "nobody has judged them yet"
    returns.review(number, ours="6", not_ours="4")
    assert CARRY in returns.open_tasks(number)
    form = returns.browser("warehouse@SZ").get(f"/returns/returns/{number}/move").text
    assert '<option value="QUARANTINE" selected>' in form
    carried(returns, {"code": number, "quantity": "4"}, action="quarantine")
    assert CARRY in returns.open_tasks(number), "two more"
    parts = [{"disposition": "rework", "quantity": "1"}]
    returns.hear("disposition.decided", "NG-1", goods="NG-1", return_number=number, parts=parts)
    assert CARRY in returns.open_tasks(number), "five of the six belong here, the sixth is worked on"
    carried(returns, {"code": number, "quantity": "1"}, action="quarantine")
    assert CARRY not in returns.open_tasks(number)


def test_what_is_not_our_fault_may_stay_where_it_is(returns: Any) -> None:
    number = returns.authorised()
    returns.place("DOCK-1")
    returns.scan(number, quantity="10", place="DOCK-1")
    returns.review(number, not_ours="10")
    assert CARRY not in returns.open_tasks(number)


def at(minutes: int) -> str:
    """So many minutes ago, as a device tells it."""
    return (clock.now() - timedelta(minutes=minutes)).isoformat()


def test_a_scan_that_comes_late_does_not_carry_goods_back(returns: Any) -> None:
    number = returns.authorised()
    client, sent = returns.program("warehouse@SZ"), {"site": "SZ", "sent_at": clock.now().isoformat()}

    def late(minutes: int, place: str, action: str = "move", **more: Any) -> tuple[str, str | None]:
        scan = {"device": "hand", "sequence": next(NUMBERS), "code": number, "action": action, "place": place, "scanned_at": at(minutes)}
        answer = client.post("/returns/api/v1/scans", query_string=sent, json={**scan, **more}).json[0]
        return answer["status"], answer["reason"]

    assert late(60, "DOCK-1", "arrive", quantity="10") == ("accepted", None)
    assert late(40, "BENCH-1") == ("accepted", None), "it lay at the dock since an hour ago, whenever that was told"
    assert late(50, "BENCH-2") == ("unmatched", "overtaken")
    assert lying(returns) == {"BENCH-1": "10"}
    assert late(30, "BENCH-2") == ("accepted", None)
    early, later = ({"device": "b", "code": number, "action": "move", "place": f"BENCH-{n}", "scanned_at": at(20 - n)} for n in (3, 4))
    batch = [{**later, "sequence": next(NUMBERS)}, {**early, "sequence": next(NUMBERS)}]
    assert [one["status"] for one in client.post("/returns/api/v1/scans", query_string=sent, json=batch).json] == ["accepted"] * 2
    assert lying(returns) == {"BENCH-4": "10"}, "in the order in which they were scanned"
    wrong_clock = {"device": "c", "sequence": next(NUMBERS), "code": number, "action": "move", "place": "BENCH-5", "scanned_at": at(90)}
    assert returns.send(wrong_clock)[0]["status"] == "accepted", "a clock that cannot be compared proves nothing"


@pytest.mark.clause("4.1.3.7-b")
def test_what_nobody_has_settled_stays_in_quarantine(returns: Any) -> None:
    returns.place("Q-2", "quarantine")
    number = returns.scan("L-77", quantity="4")[0]["return_number"]
    for place in ("BENCH-2", "RELEASED", "CUSTOMER", "DOCK-1"):
        assert carried(returns, {"code": number, "place": place}) == [("unmatched", "held")]
        move = {"line": 1, "quantity": "4", "from_place": "QUARANTINE", "to_place": place}
        assert returns.do(number, "move", "warehouse", expect=409 if place in ("RELEASED", "CUSTOMER") else 422, **move)
    assert carried(returns, {"code": number, "place": "q-2"}) == [("accepted", None)]
    assert lying(returns) == {"Q-2": "4"}


@pytest.mark.clause("4.1.3.7-e")
def test_no_more_leaves_custody_than_quality_has_decided(returns: Any) -> None:
    number = returns.reviewed()
    parts = [{"disposition": "scrap", "quantity": "3"}, {"disposition": "return_to_customer", "quantity": "2"}]
    returns.hear("disposition.decided", "NG-1", goods="NG-1", return_number=number, parts=parts)
    returns.hear("goods.released", "NG-1", goods="NG-1", return_number=number, quantity="4")
    for place, most in (("SCRAP", 3), ("CUSTOMER", 2), ("RELEASED", 4)):
        one_more = {"code": number, "place": place, "quantity": str(most + 1)}
        assert carried(returns, one_more) == [("unmatched", "held")], place
        answers = carried(returns, {**one_more, "quantity": str(most - 1)}, {**one_more, "quantity": "2"}, {**one_more, "quantity": "1"})
        assert answers == [("accepted", None), ("unmatched", "held"), ("accepted", None)], "within one batch as well"
    assert lying(returns) == {"QUARANTINE": "1", "SCRAP": "3", "RELEASED": "4"}
    returns.place("STORE-7", "stock")
    move = {"line": 1, "quantity": "4", "from_place": "RELEASED", "to_place": "STORE-7"}
    returns.do(number, "move", "warehouse", **move)
    assert returns.do(number, "move", "warehouse", expect=409, **{**move, "quantity": "1", "from_place": "QUARANTINE"})


@pytest.mark.parametrize("place", ["CUSTOMER", "RELEASED", "SCRAP", "STORE-7"])
def test_nothing_arrives_among_good_goods_or_at_the_customers(returns: Any, place: str) -> None:
    returns.place("STORE-7", "stock")
    number = returns.authorised()
    refused = returns.do(number, "receive", "warehouse", expect=422, place=place, lines=[{"line": 1, "quantity": "4"}])
    assert refused["errors"][0]["pointer"] == "#/place"
    assert returns.scan(number, place=place)[0]["booked"] == [{"return_number": number, "quantity": "1", "place": "QUARANTINE"}]
    assert lying(returns) == {"QUARANTINE": "1"}


def test_the_same_unannounced_goods_lie_where_each_was_scanned(returns: Any) -> None:
    returns.place("Q-1", "quarantine")
    returns.place("Q-2", "quarantine")
    scans = [("Q-1", "3"), ("Q-2", "2"), ("Q-1", "1")]
    answers = returns.send(
        [{"device": "g", "sequence": n, "code": "L-77", "place": place, "quantity": count} for n, (place, count) in enumerate(scans)]
    )
    assert [(one["booked"][0]["place"], one["booked"][0]["quantity"]) for one in answers] == scans
    assert lying(returns) == {"Q-1": "4", "Q-2": "2"}


@pytest.mark.clause("4.1.3.4-b")
def test_the_warehouse_carries_what_quality_has_decided_and_its_work_ends_with_that(returns: Any) -> None:
    number = returns.reviewed()
    parts = [{"disposition": "scrap", "quantity": "3"}, {"disposition": "rework", "quantity": "7"}]
    returns.hear("disposition.decided", "NG-1", goods="NG-1", return_number=number, parts=parts)
    assert CARRY in returns.open_tasks(number)
    assert "3" in returns.browser("warehouse@SZ").get(f"/returns/returns/{number}").text
    form = returns.browser("warehouse@SZ").get(f"/returns/returns/{number}/move").text
    assert 'value="QUARANTINE"' in form
    assert 'value="SCRAP"' in form
    returns.do(number, "move", "warehouse", line=1, quantity="3", from_place="QUARANTINE", to_place="SCRAP")
    assert CARRY not in returns.open_tasks(number)
    returns.hear("goods.released", "NG-1", goods="NG-1", return_number=number, quantity="5")
    returns.hear("goods.released", "NG-1", goods="NG-1", return_number=number, quantity="2")
    assert CARRY in returns.open_tasks(number)
    returns.program("lead@SZ").put("/returns/api/v1/places/SZ/STORE-7", json={"kind": "stock", "name": "成品库 7"})
    carried(returns, {"code": number, "place": "RELEASED", "quantity": "4"})
    assert CARRY in returns.open_tasks(number)
    carried(returns, {"code": number, "place": "STORE-7", "quantity": "3"})
    assert CARRY not in returns.open_tasks(number)
    assert lying(returns) == {"SCRAP": "3", "RELEASED": "1", "STORE-7": "6"} or lying(returns) == {
        "SCRAP": "3",
        "RELEASED": "4",
        "STORE-7": "3",
    }


@pytest.mark.clause("4.1.3.7-b")
def test_sending_back_ends_with_the_last_piece(returns: Any) -> None:
    number = returns.scan("L-77", quantity="4")[0]["return_number"]
    returns.do(number, "send-back", "sales", reason="不是我们的")
    task = ("return.send_back", "warehouse")
    carried(returns, {"code": number, "place": "CUSTOMER", "quantity": "3"})
    assert task in returns.open_tasks(number)
    carried(returns, {"code": number, "place": "CUSTOMER"})
    assert task not in returns.open_tasks(number)


def test_unannounced_goods_are_matched_where_they_lie(returns: Any) -> None:
    returns.program("lead@SZ").put("/returns/api/v1/places/SZ/Q-2", json={"kind": "quarantine", "name": "隔离区 2"})
    returns.scan("L1107", quantity="4", place="Q-2")
    [found] = returns.program("sales@SZ").get("/returns/api/v1/returns?state=arrived_unannounced").json
    carried(returns, {"code": found["number"], "place": "QUARANTINE", "quantity": "1"})
    number = returns.authorised()
    returns.do(found["number"], "match", "sales", return_number=number)
    assert lying(returns) == {"Q-2": "3", "QUARANTINE": "1"}
    assert returns.get(number)["lines"][0]["received"] == "4"


def test_arrivals_of_one_batch_lie_where_each_was_scanned(returns: Any) -> None:
    number = returns.authorised()
    returns.send(
        [{"device": "gate-1", "sequence": n, "code": number, "place": place} for n, place in enumerate(("DOCK-1", "DOCK-2", "DOCK-1"))]
    )
    assert lying(returns) == {"DOCK-1": "2", "DOCK-2": "1"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE return_line SET received = received - 1, outstanding = outstanding + 1, under_test = under_test - 1",
        "INSERT INTO movement (id, site, line_id, quantity, from_place, to_place, moved_at, by)"
        " SELECT gen_random_uuid(), 'SZ', id, 1, 'NOWHERE', 'SCRAP', now(), 'x' FROM return_line",
        "INSERT INTO movement (id, site, line_id, quantity, from_place, to_place, moved_at, by)"
        " SELECT gen_random_uuid(), 'SZ', id, 11, 'QUARANTINE', 'SCRAP', now(), 'x' FROM return_line",
    ],
)
def test_the_database_itself_counts_and_refuses_what_cannot_be(returns: Any, statement: str) -> None:
    returns.received()
    with pytest.raises(IntegrityError), returns.runtime.database.transaction() as session:
        session.execute(text(statement))


PLACES = st.sampled_from(["QUARANTINE", "BENCH", "DOCK", "TRUCK", "SCRAP", "CUSTOMER"])
STOCK = text("SELECT place, quantity FROM stock WHERE quantity > 0")
MOVED = text("""
    SELECT place, sum(quantity)
    FROM (SELECT to_place AS place, quantity FROM movement UNION ALL SELECT from_place, -quantity FROM movement) m
    WHERE place <> 'CUSTOMER' GROUP BY place HAVING sum(quantity) <> 0
""")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(PLACES, st.one_of(st.none(), st.integers(1, 12))), max_size=8))
def test_stock_is_what_came_less_what_went_whatever_is_carried(returns: Any, steps: list[tuple[str, int | None]]) -> None:
    with returns.runtime.database.transaction() as session:
        session.execute(
            text('TRUNCATE scan, arrival, movement, stock, replacement_shipment, approval, return_line, task, "return" CASCADE')
        )
    number = returns.received()
    for place, pieces in steps:
        carried(returns, {"code": number, "place": place, **({} if pieces is None else {"quantity": str(pieces)})})
        with returns.runtime.database.transaction() as session:
            kept = {place: Decimal(quantity) for place, quantity in session.execute(STOCK)}
            assert kept == {place: Decimal(quantity) for place, quantity in session.execute(MOVED)}
            assert sum(kept.values()) <= 10
