"""Places: a list that goods are carried by, so that a slip of the finger does not lose them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of, words_of

PLACES = "/returns/places/"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_place_is_entered_changed_and_taken_off_again(returns: Any, language: str) -> None:
    hand = returns.browser("warehouse@SZ", language=language)
    token = csrf_of(hand.get(PLACES).text)
    form = {"csrf_token": token, "site": "SZ", "code": "DOCK-1", "kind": "dock", "name": "一号收货口"}
    assert "一号收货口" in hand.post(PLACES, data=form, follow_redirects=True).text
    assert "2 号收货口" in hand.post(PLACES, data={**form, "name": "2 号收货口"}, follow_redirects=True).text
    returns.scan("X-1", place="DOCK-1")
    returns.scan(returns.authorised(), place="DOCK-1")
    refused = hand.post(f"{PLACES}SZ/DOCK-1/remove", data={"csrf_token": token})
    assert (refused.status_code, "DOCK-1" in refused.text) == (409, True)
    assert returns.program("warehouse@SZ").delete("/returns/api/v1/places/SZ/DOCK-1").status_code == 409
    returns.place("DOCK-2")
    gone = hand.post(f"{PLACES}SZ/DOCK-2/remove", data={"csrf_token": token}, follow_redirects=True)
    assert "DOCK-2" in gone.text
    assert [place["code"] for place in returns.program("warehouse@SZ").get("/returns/api/v1/places").json] == ["DOCK-1"]
    other = {"kind": "released", "name": "x"}
    assert returns.program("warehouse@SZ").put("/returns/api/v1/places/SZ/DOCK-1", json=other).status_code == 409, "goods lie there"
    assert returns.program("warehouse@SZ").delete("/returns/api/v1/places/SZ/DOCK-2").status_code == 404


def test_places_that_every_site_has_stay_what_they_are(returns: Any) -> None:
    answer = returns.program("warehouse@SZ").put("/returns/api/v1/places/SZ/QUARANTINE", json={"kind": "stock", "name": "x"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "#/code"
    hand = returns.browser("warehouse@SZ", language="en")
    form = {"csrf_token": csrf_of(hand.get(PLACES).text), "site": "SZ", "code": "SCRAP", "kind": "stock", "name": "成品"}
    page = hand.post(PLACES, data=form)
    assert (page.status_code, "成品" in page.text) == (422, True), "what was typed stays"


def test_places_are_kept_by_the_warehouse_of_the_site(returns: Any) -> None:
    assert 'id="enter"' not in returns.browser("sales@SZ").get(PLACES).text
    hand = returns.browser("warehouse@CD")
    form = {"csrf_token": csrf_of(hand.get(PLACES).text), "site": "SZ", "code": "DOCK-1", "kind": "dock", "name": "x"}
    assert hand.post(PLACES, data=form).status_code in (403, 422)
    assert returns.browser("sales@SZ").post(PLACES, data=form).status_code in (400, 403)
    returns.place("DOCK-1")
    assert returns.browser("warehouse@CD").get(f"{PLACES}SZ/DOCK-1/label").status_code == 404
    assert returns.program("warehouse@CD").delete("/returns/api/v1/places/SZ/DOCK-1").status_code == 404


def test_goods_are_not_carried_by_hand_to_a_place_that_nobody_knows(returns: Any) -> None:
    number = returns.authorised()
    lines = [{"line": 1, "quantity": "4"}]
    refused = returns.do(number, "receive", "warehouse", expect=422, place="DOCX-1", lines=lines)
    assert refused["errors"][0]["pointer"] == "#/place"
    assert "QUARANTINE" in refused["errors"][0]["detail"], "it names what there is"
    returns.place("DOCK-1")
    returns.do(number, "receive", "warehouse", place="DOCK-1", lines=lines)
    move = {"line": 1, "quantity": "4", "from_place": "DOCK-1"}
    assert returns.do(number, "move", "warehouse", expect=422, to_place="BENCH-9", **move)["errors"][0]["pointer"] == "#/to_place"
    returns.do(number, "move", "warehouse", to_place="QUARANTINE", **move)
    form = returns.browser("warehouse@SZ", language="en").get(f"/returns/returns/{number}/move").text
    assert form.count('<option value="DOCK-1">DOCK-1 · DOCK-1</option>') == 1, "goods lie there no more, but may go there"
    assert '<option value="1" selected>1 · GP-200 · L1107</option>' in form


def test_a_scan_at_a_place_that_nobody_knows_counts_and_says_so(returns: Any) -> None:
    returns.place("DOCK-1")
    number = returns.authorised()
    answers = returns.scan(number, place="DOCK-1") + returns.scan(number, place="DOCX-1") + returns.scan(number)
    assert [(one["status"], one["place_known"], one["booked"][0]["place"]) for one in answers] == [
        ("accepted", True, "DOCK-1"),
        ("accepted", False, "DOCX-1"),
        ("accepted", True, "QUARANTINE"),
    ]
    again = returns.send({"device": "g", "sequence": 1, "code": number, "place": "DOCX-1"})[0]
    assert again["place_known"] is False
    assert returns.send({"device": "g", "sequence": 1, "code": number, "place": "DOCX-1"})[0]["place_known"] is False, "told again"
    assert returns.scan(number, place="dock-1")[0]["booked"][0]["place"] == "DOCK-1", "capitals are not minded"
    page = words_of(returns.browser("warehouse@SZ", language="en").get(PLACES).text)
    assert "Goods lie at places that are not on the list: DOCX-1." in page
    hand = returns.browser("warehouse@SZ", language="en")
    form = {"csrf_token": csrf_of(hand.get("/returns/scan").text), "device": "anna@00000001", "sequence": "1", "site": "SZ"}
    shown = hand.post("/returns/scan", data={**form, "action": "arrive", "code": number, "place": "DOCX-1"}).text
    assert "k-scan-doubtful" in shown
    assert "This place is not on the site" in shown


def test_the_label_of_a_place_is_read_as_one(returns: Any) -> None:
    returns.place("BENCH-2", "bench")
    number = returns.received()
    hand = returns.browser("warehouse@SZ", language="en")
    assert hand.get(f"{PLACES}SZ/BENCH-2/label").status_code == 200
    assert hand.get(f"{PLACES}SZ/QUARANTINE/label").status_code == 200
    assert hand.get(f"{PLACES}SZ/NOWHERE/label").status_code == 404
    assert hand.get(f"{PLACES}SZ/BENCH-2/label.pdf").data.startswith(b"%PDF")
    every = hand.get(f"{PLACES}SZ/labels").text
    assert (every.count("<main>"), every.count("<h1>BENCH-2</h1>"), "<h1>QUARANTINE</h1>" in every) == (every.count("<h1>"), 1, True)
    assert hand.get(f"{PLACES}SZ/labels.pdf").data.startswith(b"%PDF")
    assert hand.get(f"{PLACES}XX/labels").status_code == 404
    for action in ("arrive", "move", "load"):
        answer = returns.scan("BENCH-2", action=action, place="QUARANTINE")[0]
        assert (answer["status"], answer["reason"], answer["booked"]) == ("unmatched", "place_label", [])
    assert returns.facts("kesu.return.unannounced.v1") == [], "no news for sales"
    form = {"csrf_token": csrf_of(hand.get("/returns/scan").text), "device": "anna@00000001", "site": "SZ", "action": "move"}
    shown = hand.post("/returns/scan", data={**form, "sequence": "1", "code": "]d1BENCH-2"}).text
    assert re.search(r'value="BENCH-2"\s+id="f-place"', shown)
    assert "what is scanned next lies there" in shown
    assert (
        f"{number}</a> × 10 → BENCH-2"
        in hand.post("/returns/scan", data={**form, "sequence": "2", "code": number, "place": "BENCH-2"}).text
    )
