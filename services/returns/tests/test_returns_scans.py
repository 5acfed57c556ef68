"""Scans: sent once or often, one or a thousand, late and out of order; matched, kept, and turned into work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kesu_common import clock
from kesu_common.testing.rig import csrf_of, words_of

GTIN = "09501101020917"


def statuses(answers: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """Status and reason of each answer."""
    return [(answer["status"], answer["reason"]) for answer in answers]


def test_sending_a_batch_again_changes_nothing(returns: Any) -> None:
    number = returns.authorised()
    batch = [{"device": "gate-1", "sequence": n, "code": number} for n in (1, 2, 3)]
    assert statuses(returns.send(batch)) == [("accepted", None)] * 3
    assert statuses(returns.send(batch)) == [("already_known", None)] * 3
    assert returns.get(number)["lines"][0]["received"] == "3"


def test_another_code_under_a_known_number_is_told_and_not_counted(returns: Any) -> None:
    number = returns.authorised()
    returns.send({"device": "gate-1", "sequence": 1, "code": number})
    assert statuses(returns.send({"device": "gate-1", "sequence": 1, "code": "L1107"})) == [("already_known", "differs")]
    twice = [{"device": "gate-1", "sequence": 2, "code": number}, {"device": "gate-1", "sequence": 2, "code": number}]
    assert statuses(returns.send(twice)) == [("accepted", None), ("already_known", None)]
    assert returns.get(number)["lines"][0]["received"] == "2"


@pytest.mark.parametrize(
    "code", [f"]d201{GTIN}10L1107", f"(01){GTIN}(10)L1107", f"https://id.gs1.org/01/{GTIN}/10/L1107", "L1107", GTIN, " L1107\r"]
)
def test_goods_are_found_by_lot_and_product_however_the_label_is_written(returns: Any, code: str) -> None:
    number = returns.authorised()
    assert returns.scan(code)[0] | {"sequence": 0} == {
        "device": "gate-1",
        "sequence": 0,
        "status": "accepted",
        "reason": None,
        "return_number": number,
        "quantity": "1",
        "clock_offset": None,
        "first": None,
        "booked": [{"return_number": number, "quantity": "1", "place": "QUARANTINE"}],
        "place_known": True,
        "return_known": True,
    }


def test_the_quantity_that_a_code_states_counts(returns: Any) -> None:
    number = returns.authorised()
    returns.scan(f"(01){GTIN}(10)L1107(37)4")
    assert returns.get(number)["lines"][0]["received"] == "4"


def test_a_waybill_finds_its_return(returns: Any) -> None:
    number = returns.authorised()
    returns.do(number, "ship", waybill="JD0142")
    assert returns.scan("JD0142", quantity="10")[0]["return_number"] == number
    assert returns.get(number)["state"] == "received"


@pytest.mark.clause("4.1.3.7-b")
def test_goods_that_nobody_expects_are_quarantined_and_sales_is_told_at_once(returns: Any) -> None:
    answer = returns.scan("L1107", place="DOCK-1")[0]
    assert (answer["status"], answer["reason"]) == ("unmatched", "unknown")
    found = returns.get(answer["return_number"])
    assert (found["state"], found["customer_code"], found["lines"][0]["received"]) == ("arrived_unannounced", "C001", "1")
    assert returns.open_tasks(found["number"]) == {("unannounced.settle", "sales")}
    assert returns.facts("kesu.goods.moved.v1")[0]["moves"][0]["to_place"] == "QUARANTINE"
    again = returns.scan("L1107", "L1107")
    assert {one["return_number"] for one in again} == {found["number"]}
    assert returns.get(found["number"])["lines"][0]["received"] == "3"
    assert len(returns.facts("kesu.return.unannounced.v1")) == 1


def test_more_than_expected_is_split_off(returns: Any) -> None:
    number = returns.authorised()
    answer = returns.scan(number, quantity="12")[0]
    assert (answer["status"], answer["reason"], answer["return_number"]) == ("unmatched", "excess", number)
    assert returns.get(number)["lines"][0]["received"] == "10"
    extra = returns.facts("kesu.return.unannounced.v1")[0]
    assert extra["lines"][0]["quantity"] == "2.000" or extra["lines"][0]["quantity"] == "2"
    assert answer["booked"] == [
        {"return_number": number, "quantity": "10", "place": "QUARANTINE"},
        {"return_number": extra["number"], "quantity": "2", "place": "QUARANTINE"},
    ]
    kept = returns.program("warehouse@SZ").get("/returns/api/v1/scans").json
    assert kept[0]["booked"] == answer["booked"]
    page = words_of(returns.browser("warehouse@SZ", language="en").get("/returns/scans/").text)
    assert f"{extra['number']} × 2" in page


def test_what_was_answered_first_is_told_when_a_scan_comes_again(returns: Any) -> None:
    number = returns.authorised()
    much = {"device": "gate-1", "sequence": 1, "code": number, "quantity": "12"}
    first = returns.send(much)[0]
    again = returns.send(much)[0]
    assert (again["status"], again["reason"], again["first"]) == ("already_known", None, {"status": "unmatched", "reason": "excess"})
    assert again["booked"] == first["booked"], "which two pieces belong into quarantine is not lost with an answer that was"
    well = {"device": "gate-1", "sequence": 2, "code": returns.authorised(complaint="KS-SZ-2026-000124")}
    returns.send(well)
    assert returns.send(well)[0]["first"] == {"status": "accepted", "reason": None}


@pytest.mark.parametrize("action", ["load", "ship", "deliver"])
def test_a_code_that_names_no_return_is_not_simply_accepted(returns: Any, action: str) -> None:
    number = returns.authorised()
    codes = (number, "L1107", GTIN, "NOBODY", "RT-SZ-2026-999999")
    answers = returns.scan(*codes, action=action)
    assert [(one["status"], one["reason"], one["return_number"]) for one in answers] == [
        *[("accepted", None, number)] * 3,
        *[("unmatched", "unknown", None)] * 2,
    ]
    returns.authorised(complaint="KS-SZ-2026-000124")
    assert statuses(returns.scan("L1107", action=action)) == [("unmatched", "ambiguous")]
    assert returns.get(number)["state"] == ("in_transit" if action == "ship" else "authorised")


def test_a_return_that_is_not_authorised_yet_may_not_come(returns: Any) -> None:
    number = returns.submitted()
    assert statuses(returns.scan(number)) == [("unmatched", "not_expected")]


def test_a_gtin_alone_that_two_returns_wait_for_is_not_guessed(returns: Any) -> None:
    returns.authorised()
    second = returns.authorised(complaint="KS-SZ-2026-000124")
    assert statuses(returns.scan(GTIN)) == [("unmatched", "ambiguous")]
    assert statuses(returns.scan(GTIN, return_number=second)) == [("accepted", None)]
    assert returns.get(second)["lines"][0]["received"] == "1"


def test_the_return_that_is_unpacked_is_known_in_small_letters_and_a_slip_does_no_harm(returns: Any) -> None:
    number = returns.authorised()
    known, slip = returns.scan("L1107", return_number=number.lower()) + returns.scan("L1107", return_number="RT-NOPE")
    assert (known["status"], known["return_known"], known["return_number"]) == ("accepted", True, number)
    assert (slip["status"], slip["return_known"], slip["return_number"]) == ("accepted", False, number)
    hand = returns.browser("warehouse@SZ", language="en")
    form = {"csrf_token": csrf_of(hand.get("/returns/scan").text), "device": "anna@00000001", "sequence": "1", "site": "SZ"}
    shown = hand.post("/returns/scan", data={**form, "action": "arrive", "code": "L1107", "return_number": "RT-NOPE"}).text
    assert "k-scan-doubtful" in shown
    assert "There is no such return as the one being unpacked" in shown


def test_pieces_too_many_are_known_by_the_return_that_they_are_too_many_of(returns: Any) -> None:
    number = returns.authorised()
    rest = returns.get(returns.scan(number, quantity="12")[0]["booked"][1]["return_number"])
    assert (rest["customer_code"], rest["lines"][0]["product"], rest["lines"][0]["lot"]) == ("C001", "GP-200", "L1107")


def test_what_was_scanned_by_mistake_is_taken_off_again(returns: Any) -> None:
    number = returns.scan("L-77", quantity="1000")[0]["return_number"]
    assert returns.do(number, "undo", "quality", expect=403, reason="x")
    assert "Scanned by mistake" in returns.browser("warehouse@SZ", language="en").get(f"/returns/returns/{number}").text
    undone = returns.do(number, "undo", "warehouse", reason="多打了两个零")
    assert (undone["state"], undone["lines"][0]["received"], undone["lines"][0]["claimed"]) == ("cancelled", "0", "0")
    assert returns.program("warehouse@SZ").get("/returns/api/v1/places/stock").json == []
    assert returns.open_tasks(number) == set()
    again = returns.scan("L-77", quantity="10")[0]["booked"][0]
    assert again["return_number"] != number
    assert returns.get(again["return_number"])["lines"][0]["received"] == "10"


def test_other_goods_are_matched_only_onto_a_line_that_is_named(returns: Any) -> None:
    expected = returns.authorised()
    found = returns.scan("L-77", quantity="4")[0]["return_number"]
    refused = returns.do(found, "match", expect=409, return_number=expected)
    assert "L-77" in refused["detail"]
    assert returns.do(found, "match", expect=409, return_number=expected, line=2)
    returns.do(found, "match", return_number=expected, line=1)
    assert returns.get(expected)["lines"][0]["received"] == "4"


def test_what_was_moved_is_told_and_kept_with_the_scan(returns: Any) -> None:
    number = returns.received()
    moved = returns.scan("L1107", action="move", place="BENCH-1")[0]
    assert (moved["quantity"], moved["booked"]) == ("10", [{"return_number": number, "quantity": "10", "place": "BENCH-1"}])
    again = returns.scan("L1107", action="move", place="BENCH-1")[0]
    assert (again["status"], again["reason"], again["booked"]) == ("accepted", "already_there", [])
    kept = {scan["sequence"]: scan["booked"] for scan in returns.program("warehouse@SZ").get("/returns/api/v1/scans?action=move").json}
    assert kept == {moved["sequence"]: moved["booked"], again["sequence"]: None}


def test_what_cannot_be_read_is_kept_and_becomes_work(returns: Any) -> None:
    assert statuses(returns.scan("   ", "]d201123", "(01)09501101020918")) == [
        ("unreadable", "blank"),
        ("unreadable", "content"),
        ("unreadable", "check_digit"),
    ]
    kept = returns.program("warehouse@SZ").get("/returns/api/v1/scans?status=unreadable").json
    assert sorted(scan["raw"] for scan in kept) == ["   ", "(01)09501101020918", "]d201123"]
    assert returns.open_tasks("gate-1") == {("scan.read_again", "warehouse")}


def test_a_label_that_nobody_could_read_is_looked_after_on_the_page_or_over_the_api(returns: Any) -> None:
    path = "/returns/scans/?device=gate-1"
    for away in ("page", "api"):
        returns.scan("   ")
        hand = returns.browser("warehouse@SZ", language="en")
        page = hand.get(path).text
        assert "A label could not be read" in page
        other = returns.program("warehouse@CD").post("/returns/api/v1/scans/read-again", json={"device": "gate-1"})
        assert other.status_code == 404, "another site's work"
        if away == "page":
            done = hand.post("/returns/scans/read-again", data={"device": "gate-1", "csrf_token": csrf_of(page)}, follow_redirects=True)
            assert "Looked after: what gate-1 sent." in done.text
            assert "A label could not be read" not in done.text
        else:
            done = returns.program("warehouse@SZ").post("/returns/api/v1/scans/read-again", json={"device": "gate-1"})
            assert done.status_code == 204
        assert returns.open_tasks("gate-1") == set()
    again = returns.program("warehouse@SZ").post("/returns/api/v1/scans/read-again", json={"device": "gate-1"})
    assert (again.status_code, "gate-1" in again.json["detail"]) == (404, True)


def test_late_and_out_of_order_scans_are_taken(returns: Any) -> None:
    number = returns.authorised()
    batch = [
        {"device": "truck", "sequence": 9, "action": "arrive", "code": number, "quantity": "10", "scanned_at": "2026-11-20T09:00:00Z"},
        {"device": "truck", "sequence": 4, "action": "ship", "code": number, "scanned_at": "2026-11-19T09:00:00Z"},
    ]
    assert statuses(returns.send(batch)) == [("accepted", None)] * 2
    assert returns.get(number)["state"] == "received"


def test_a_clock_that_is_off_is_noted_and_the_time_kept_as_told(returns: Any) -> None:
    number = returns.authorised()
    scan = {"device": "gate-1", "sequence": 1, "code": number, "scanned_at": "2031-01-01T00:00:00Z"}
    assert returns.send([scan])[0]["clock_offset"] > 30
    sent = {"site": "SZ", "sent_at": "2020-01-01T00:00:00Z"}
    answer = returns.program("warehouse@SZ").post("/returns/api/v1/scans", query_string=sent, json={**scan, "sequence": 2})
    assert answer.json[0]["clock_offset"] < -30
    now = {"site": "SZ", "sent_at": clock.now().isoformat()}
    answer = returns.program("warehouse@SZ").post("/returns/api/v1/scans", query_string=now, json={**scan, "sequence": 3})
    assert answer.json[0]["clock_offset"] is None
    kept = returns.program("warehouse@SZ").get("/returns/api/v1/scans").json
    assert {scan["scanned_at"][:4] for scan in kept} == {"2031"}


def test_a_ship_scan_says_that_the_goods_are_on_their_way(returns: Any) -> None:
    number = returns.authorised()
    returns.scan(number, action="ship")
    assert returns.get(number)["state"] == "in_transit"


def test_a_device_speaks_for_itself_at_its_own_site_and_place(returns: Any) -> None:
    number = returns.authorised()
    device = returns.device(place="DOCK-3")
    lines = "\n".join(json.dumps({"device": "somebody else", "sequence": n, "code": number}) for n in range(3))
    answer = device.post("/returns/api/v1/scans", data=lines, content_type="application/x-ndjson")
    assert answer.status_code == 200, answer.text
    assert all(one["status"] == "accepted" and one["device"].startswith("kd_") for one in answer.json)
    assert returns.facts("kesu.goods.moved.v1")[0]["moves"][0]["to_place"] == "DOCK-3"
    assert device.post("/returns/api/v1/scans?site=XX", json=[{"sequence": 9, "code": number}]).status_code == 403


@pytest.mark.parametrize(
    ("batch", "pointer"),
    [
        ([{"device": "d", "sequence": 1, "code": "x"}, {"device": "d", "code": "x"}], "#/1/sequence"),
        ([{"sequence": 1, "code": "x"}], "#/0/device"),
        ({"device": "d", "sequence": "1", "code": "x"}, "#/0/sequence"),
        ({"device": "d", "sequence": 2**63, "code": "x"}, "#/0/sequence"),
        ({"device": "d", "sequence": 1, "code": "x", "quantity": "0"}, "#/0/quantity"),
        ({"device": "d", "sequence": 1, "code": "x", "action": "throw"}, "#/0/action"),
        ([7], "#/0"),
        ([], "#/body"),
        ([{}] * 1001, "#/body"),
    ],
)
def test_a_batch_that_is_wrong_in_form_is_refused_with_the_place(returns: Any, batch: Any, pointer: str) -> None:
    problem = returns.send(batch, expect=422)
    assert pointer in [error["pointer"] for error in problem["errors"]], problem
    assert returns.program("warehouse@SZ").get("/returns/api/v1/scans").json == []


def test_broken_json_is_refused(returns: Any) -> None:
    client = returns.program("warehouse@SZ")
    assert client.post("/returns/api/v1/scans?site=SZ", data=b'[{"a"', content_type="application/json").status_code == 422
    assert client.post("/returns/api/v1/scans?site=SZ", data=b"\xff\xfe", content_type="application/x-ndjson").status_code == 422


def test_who_is_no_scanner_may_not_scan(returns: Any) -> None:
    returns.send([{"device": "d", "sequence": 1, "code": "x"}], role="sales", expect=403)
    returns.send([{"device": "d", "sequence": 1, "code": "x"}], site="XX", expect=422)


def test_a_thousand_scans_are_one_batch(returns: Any) -> None:
    number = returns.authorised(quantity="990")
    answers = returns.send([{"device": "gate", "sequence": n, "code": number} for n in range(1000)])
    assert [answer["status"] for answer in answers].count("accepted") == 990
    assert returns.get(number)["state"] == "received"
    assert len(returns.facts("kesu.return.received.v1")) == 1


def test_scans_and_arrivals_are_only_ever_added_to(returns: Any) -> None:
    returns.scan(returns.authorised())
    for statement in ("UPDATE scan SET raw = 'x'", "DELETE FROM scan", "DELETE FROM arrival", "UPDATE movement SET quantity = 1"):
        with pytest.raises(DBAPIError, match="only ever added to"), returns.runtime.database.transaction() as session:
            session.execute(text(statement))


@pytest.mark.clause("4.1.3.7-b")
def test_unannounced_goods_are_matched_to_their_return(returns: Any) -> None:
    unannounced = returns.scan("L1107", quantity="4")[0]["return_number"]
    number = returns.authorised()
    returns.do(unannounced, "match", return_number=number)
    assert returns.get(unannounced)["state"] == "matched"
    assert returns.get(unannounced)["matched_to"] == number
    line = returns.get(number)["lines"][0]
    assert (line["received"], line["under_test"], line["outstanding"]) == ("4", "4", "6")
    assert returns.open_tasks(unannounced) == set()
    assert returns.do(unannounced, "send-back", reason="x", expect=409)["type"].endswith("already-done")


def test_more_unannounced_goods_than_a_return_expects_are_not_matched_to_it(returns: Any) -> None:
    unannounced = returns.scan("L1107", quantity="40")[0]["return_number"]
    number = returns.authorised()
    assert "only 10" in returns.do(unannounced, "match", return_number=number, expect=409)["detail"]
    assert returns.get(number)["lines"][0]["received"] == "0"


def test_unannounced_goods_that_are_agreed_take_the_whole_way(returns: Any) -> None:
    number = returns.scan("L1107", quantity="4")[0]["return_number"]
    agreement = {"kind": "exchange", "customer_code": "C001", "agreed_with": "Ms Petersen", "agreed_at": "2026-11-20T09:00:00Z"}
    assert returns.do(number, "agree", **agreement)["state"] == "requested"
    returns.hear("handling.decided", "QC-1", return_number=number, complaint=None, handling="换货")
    returns.do(number, "submit", login="li.wei")
    assert returns.do(number, "approve", "lead", login="wang", reason="x")["state"] == "received"
    returns.review(number, ours="4")
    assert returns.get(number)["shortfall"] == "4"


def test_unannounced_goods_can_be_sent_back(returns: Any) -> None:
    number = returns.scan("NOT-OURS-1")[0]["return_number"]
    returns.do(number, "send-back", reason="不是我司产品")
    assert returns.get(number)["state"] == "sent_back"
    assert returns.open_tasks(number) == {("return.send_back", "warehouse")}
