"""Pages of returns, in both languages: what is shown, what is offered to whom, what is kept when a form is refused."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

import kesu_returns
from kesu_common import clock
from kesu_common.testing.rig import csrf_of, words_of

VENDORED = Path(kesu_returns.__file__).parent / "static" / "vendor" / "VENDORED.md"

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_served_in_both_languages(returns: Any, language: str) -> None:
    number = returns.reviewed(ours="6", not_ours="4")
    unannounced = returns.scan("L1107")[0]["return_number"]
    returns.authorised(complaint="KS-SZ-2026-000130")
    browser = returns.browser("sales@SZ", "warehouse@SZ", "lead@SZ", login="wang", language=language)
    pages = [
        "returns/",
        "returns/new",
        f"returns/{number}",
        f"returns/{number}/replace",
        f"returns/{number}/settle",
        f"returns/{unannounced}",
        f"returns/{unannounced}/agree",
        f"returns/{unannounced}/match",
        "deliveries/",
        "scans/",
        "scan",
        "stock",
        "returns/?state=open&q=L1107",
    ]
    for page in pages:
        answer = browser.get(f"/returns/{page}")
        assert answer.status_code == 200, (page, answer.text[:2000])
        assert f'<html lang="{language}"' in answer.text
    shown = browser.get(f"/returns/returns/{number}").text
    assert ("补发合格品" if language == "zh" else "Ship replacement") in shown


def test_only_what_is_allowed_now_is_offered(returns: Any) -> None:
    number = returns.submitted()
    page = f"/returns/returns/{number}"
    assert f"{number}/approve" in returns.browser("lead@SZ", login="wang").get(page).text
    assert f"{number}/approve" not in returns.browser("warehouse@SZ").get(page).text
    assert returns.browser("lead@XX", login="wang").get(page).status_code == 404


def test_a_lead_approves_on_the_page(returns: Any) -> None:
    number = returns.submitted()
    browser = returns.browser("lead@SZ", login="wang")
    form = browser.get(f"/returns/returns/{number}/approve").text
    values = {"csrf_token": csrf_of(form), "reason": "属实"}
    assert browser.post(f"/returns/returns/{number}/approve", data=values).status_code == 303
    assert returns.get(number)["state"] == "authorised"


def test_a_refused_form_keeps_what_was_typed(returns: Any) -> None:
    browser = returns.browser("sales@SZ")
    form = browser.get("/returns/returns/new").text
    values = {
        "csrf_token": csrf_of(form),
        "site": "SZ",
        "kind": "exchange",
        "customer_code": "C001",
        "lines-0-lot": "L-88",
        "lines-0-quantity": "x",
    }
    answer = browser.post("/returns/returns/new", data=values)
    assert answer.status_code == 422
    assert 'value="C001"' in answer.text
    assert 'value="L-88"' in answer.text
    assert browser.post("/returns/returns/new", data={**values, "lines-0-quantity": "３"}).status_code == 303


def test_the_form_of_a_return_suggests_what_was_delivered_and_takes_many_lines(returns: Any) -> None:
    browser = returns.browser("sales@SZ")
    form = browser.get("/returns/returns/new").text
    for suggested in ('<option value="C001">', '<option value="GP-200">', '<option value="L1107">'):
        assert suggested in form
    many = {f"lines-{row}-{name}": value for row in range(14) for name, value in (("lot", f"L-{row}"), ("quantity", "2"))}
    assert all(f'name="{name}"' in form for name in many)
    values = {"csrf_token": csrf_of(form), "site": "SZ", "kind": "return", "customer_code": "C001", **many}
    answer = browser.post("/returns/returns/new", data=values)
    assert answer.status_code == 303, answer.text
    number = answer.headers["Location"].split("?")[0].rsplit("/", 1)[-1]
    assert len(returns.get(number)["lines"]) == 14


def test_lines_that_were_left_empty_are_not_asked_for(returns: Any) -> None:
    browser = returns.browser("sales@SZ")
    form = browser.get("/returns/returns/new").text
    empty = {f"lines-{row}-{name}": "" for row in (1, 2) for name in ("product", "lot", "quantity")}
    values = {
        "csrf_token": csrf_of(form),
        "site": "SZ",
        "kind": "exchange",
        "customer_code": "C001",
        "lines-0-product": "",
        "lines-0-lot": "L-88",
        "lines-0-quantity": "3",
    }
    assert 'name="lines-2-quantity"' in form
    answer = browser.post("/returns/returns/new", data={**values, **empty})
    assert answer.status_code == 303
    number = answer.headers["Location"].split("?")[0].rsplit("/", 1)[-1]
    assert len(returns.get(number)["lines"]) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_return_does_not_hang_on_a_customer_or_complaint_that_nobody_knows(returns: Any, language: str) -> None:
    about = {"customer_code": "C001", "product": "GP-200", "lot": "L1107", "quantity": "4"}
    for number, more in (("KS-SZ-2026-000131", {}), ("KS-SZ-2026-000132", {"customer_code": "C9"}), ("KS-SZ-2026-000133", {})):
        returns.hear("complaint.registered", number, number=number, **{**about, **more})
    returns.hear("complaint.withdrawn", "KS-SZ-2026-000133", number="KS-SZ-2026-000133")
    browser = returns.browser("sales@SZ", language=language)
    form = browser.get("/returns/returns/new?complaint=KS-SZ-2026-000131").text
    for name, value in {"customer_code": "C001", "lines-0-product": "GP-200", "lines-0-lot": "L1107", "lines-0-quantity": "4"}.items():
        assert re.search(f'value="{value}" +id="f-{name}"', form), name
    values = {"csrf_token": csrf_of(form), "site": "SZ", "kind": "return", "lines-0-lot": "L1107", "lines-0-quantity": "3"}
    wrong = (("C-NOBODY", "", "customer_code"), ("C001", "KS-SZ-2026-999999", "complaint"), ("C001", "KS-SZ-2026-000132", "complaint"),
             ("C001", "KS-SZ-2026-000133", "complaint"))  # fmt: skip
    for customer, complaint, field in wrong:
        answer = browser.post("/returns/returns/new", data={**values, "customer_code": customer, "complaint": complaint})
        assert (answer.status_code, f'id="e-{field}-1"' in answer.text) == (422, True), (customer, complaint)
        job = {"site": "SZ", "customer_code": customer, "complaint": complaint or None, "product": "GP-200", "quantity": "3"}
        refused = returns.program("sales@SZ").post("/returns/api/v1/onsite-jobs", json=job)
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, f"#/{field}")
    unannounced = returns.scan("X-1")[0]["return_number"]
    agreed = {"kind": "return", "agreed_with": "y", "agreed_at": "2026-11-20T08:00:00Z", "customer_code": "C-NOBODY"}
    assert returns.do(unannounced, "agree", expect=422, **agreed)["errors"][0]["pointer"] == "#/customer_code"
    known = {"customer_code": "C001", "complaint": "KS-SZ-2026-000131"}
    assert browser.post("/returns/returns/new", data={**values, **known}).status_code == 303


def test_a_stale_page_is_refused(returns: Any) -> None:
    number = returns.submitted()
    browser = returns.browser("lead@SZ", login="wang")
    form = browser.get(f"/returns/returns/{number}/approve").text
    answer = browser.post(f"/returns/returns/{number}/approve", data={"csrf_token": csrf_of(form), "reason": "x", "version": "1"})
    assert answer.status_code == 422 or answer.status_code == 412
    assert returns.get(number)["state"] == "awaiting_approval"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scan_page_answers_label_after_label(returns: Any, language: str) -> None:
    number = returns.authorised()
    browser = returns.browser("warehouse@SZ", language=language)
    page = browser.get("/returns/scan").text
    device = page.split('name="device" value="')[1].split('"')[0]
    values = {
        "csrf_token": csrf_of(page),
        "device": device,
        "sequence": "1",
        "count": "0",
        "site": "SZ",
        "action": "arrive",
        "code": number,
        "quantity": "２",
    }
    answer = browser.post("/returns/scan", data=values, headers={"HX-Request": "true"}).text
    assert "k-scan-accepted" in answer
    assert 'name="sequence" value="2"' in answer
    assert ("已接收" if language == "zh" else "Accepted") in answer
    assert "<html" not in answer
    again = browser.post("/returns/scan", data=values, headers={"HX-Request": "true"}).text
    assert "k-scan-already_known" in again
    assert returns.get(number)["lines"][0]["received"] == "2"
    wrong = browser.post("/returns/scan", data={**values, "sequence": "2", "quantity": "-1"})
    assert wrong.status_code == 422
    assert "k-scan-refused" in wrong.text
    assert f'value="{number}"' in wrong.text
    assert browser.post("/returns/scan", data={**values, "device": "gate-1", "sequence": "9"}).status_code == 422


def test_the_scan_page_alone_may_compile_webassembly_and_carries_what_it_needs(returns: Any) -> None:
    browser = returns.browser("warehouse@SZ")
    page = browser.get("/returns/scan")
    assert "script-src 'self' 'wasm-unsafe-eval';" in page.headers["Content-Security-Policy"]
    assert "wasm" not in browser.get("/returns/scans/").headers["Content-Security-Policy"]
    assert 'data-api="/returns/api/v1/scans"' in page.text
    for name, kind in (("zxing-reader.js", "javascript"), ("zxing_reader.wasm", "application/wasm")):
        file = browser.get(f"/returns/scan/static/vendor/{name}")
        assert kind in file.headers["Content-Type"]
        assert hashlib.sha256(file.data).hexdigest() in VENDORED.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", ["zh", "en", "both"])
def test_paper_that_travels_with_goods(returns: Any, paper: str) -> None:
    number = returns.reviewed(ours="6", not_ours="4")
    browser = returns.browser("warehouse@SZ", login="wang")
    words = {"label": ("退货", "Return"), "packing-list": ("装箱单", "Packing list")}
    for name, (chinese, english) in words.items():
        shown = browser.get(f"/returns/returns/{number}/{name}?paper={paper}")
        assert shown.status_code == 200
        assert (chinese in shown.text, english in shown.text) == (paper != "en", paper != "zh"), name
        assert f"<title>{number}</title>" in shown.text.split("<svg", 1)[1], "the code to scan"
        assert browser.get(f"/returns/returns/{number}/{name}.pdf?paper={paper}").data.startswith(b"%PDF")
    svg = browser.get(f"/returns/returns/{number}/code.svg")
    assert (svg.status_code, svg.mimetype) == (200, "image/svg+xml")


@pytest.mark.clause("4.1.3.7-d")
def test_a_delivery_note_tells_what_was_shipped(returns: Any) -> None:
    number = returns.reviewed(ours="6", not_ours="4")
    browser = returns.browser("warehouse@SZ", login="wang", language="en")
    path = f"/returns/returns/{number}/delivery-note"
    refused = browser.get(path)
    assert refused.status_code == 404
    assert "ship the replacement first" in refused.text
    returns.do(
        number, "replace", "warehouse", login="wang", lines=[{"line": 1, "quantity": "4", "lot": "L1201"}], carrier="SF", waybill="SF-7"
    )
    returns.do(
        number, "replace", "warehouse", login="wang", lines=[{"line": 1, "quantity": "1", "lot": "L1202"}], carrier="SF", waybill="SF-8"
    )
    note = browser.get(f"{path}?paper=en").text
    for words in ("SF-7", "SF-8", "L1201", "L1202", "Hamburg Pumps GmbH", "Still to be delivered"):
        assert words in note
    assert browser.get(f"{path}.pdf").data.startswith(b"%PDF")


def test_paper_is_for_those_who_may_see_the_return(returns: Any) -> None:
    number = returns.submitted()
    for name in ("label", "packing-list", "code.svg", "delivery-note", "label.pdf"):
        assert returns.browser("lead@XX").get(f"/returns/returns/{number}/{name}").status_code == 404


@pytest.mark.clause("4.1.3.7-b")
def test_unannounced_goods_are_compared_with_returns_complaints_and_deliveries(returns: Any) -> None:
    about = {"customer_code": "C001", "customer_name": "Hamburg Pumps GmbH", "product": "GP-200"}
    returns.hear("complaint.registered", "KS-SZ-2026-000131", number="KS-SZ-2026-000131", lot="L1107", quantity="5", **about)
    returns.hear("complaint.registered", "KS-SZ-2026-000132", number="KS-SZ-2026-000132", lot="L9", **{**about, "customer_code": "C9"})
    returns.hear("complaint.registered", "KS-SZ-2026-000133", number="KS-SZ-2026-000133", lot="L1107", **about)
    returns.hear("complaint.withdrawn", "KS-SZ-2026-000133", number="KS-SZ-2026-000133")
    number = returns.scan("L1107")[0]["return_number"]
    page = returns.browser("sales@SZ", language="en").get(f"/returns/returns/{number}").text
    table = page.split('id="candidates"')[1].split("</table>")[0]
    first, *later = ("KS-SZ-2026-000131", "KS-SZ-2026-000132", "DN-1/1")
    assert all(table.index(first) < table.index(other) for other in later)
    assert "KS-SZ-2026-000133" not in table, "it was withdrawn"
    for why in ("same lot", "same customer", "delivered of this lot", "no return was agreed yet"):
        assert why in table
    form = returns.browser("sales@SZ", language="en").get(f"/returns/returns/{number}/agree?complaint=KS-SZ-2026-000131").text
    assert 'value="KS-SZ-2026-000131"' in form


def test_the_stock_tells_where_goods_lie_and_for_how_long(returns: Any) -> None:
    empty = returns.browser("warehouse@SZ", language="en").get("/returns/stock").text
    assert "Nothing lies here" in empty
    with time_machine.travel(clock.now() - timedelta(days=40), tick=False):
        number = returns.received()
    place = returns.program("warehouse@SZ").get("/returns/api/v1/places/stock").json[0]["place"]
    returns.place("BENCH-1", "bench")
    returns.do(number, "move", "warehouse", line=1, quantity="4", from_place=place, to_place="BENCH-1")
    rows = returns.program("warehouse@SZ").get("/returns/api/v1/places/stock?lot=L1107").json
    assert [(row["place"], row["quantity"], row["days"]) for row in rows] == [(place, "6", 40), ("BENCH-1", "4", 0)]
    page = words_of(returns.browser("warehouse@SZ", language="en").get(f"/returns/stock?q={number}").text)
    for words in (number, "BENCH-1", "oldest: 40 days", "Hamburg Pumps GmbH"):
        assert words in page
    assert returns.program("warehouse@SZ").get("/returns/api/v1/places/stock?lot=L9").json == []
    assert returns.program("warehouse@XX").get("/returns/api/v1/places/stock").json == []


@pytest.mark.parametrize(("language", "advice"), [("en", "Say the place, then scan again."), ("zh", "请填写库位后重新扫码。")])
def test_goods_that_could_not_be_carried_are_not_sent_into_quarantine(returns: Any, language: str, advice: str) -> None:
    number = returns.authorised()
    browser = returns.browser("warehouse@SZ", language=language)
    page = browser.get("/returns/scan").text
    device = page.split('name="device" value="')[1].split('"')[0]
    values = {"csrf_token": csrf_of(page), "device": device, "sequence": "1", "count": "0", "site": "SZ", "action": "move", "code": number}
    text = browser.post("/returns/scan", data=values).text
    station = text.split('role="status"')[1].split("k-scan-count")[0]
    assert advice in station
    assert "Sales has been told" not in station
    assert "已通知销售部" not in station


def test_goods_with_the_label_of_a_return_may_belong_to_it(returns: Any) -> None:
    named = returns.received()
    answer = returns.scan(named)[0]
    assert answer["return_number"] != named
    page = returns.browser("sales@SZ", language="en").get(f"/returns/returns/{answer['return_number']}").text
    table = page.split('id="candidates"')[1].split("</table>")[0]
    assert named in table
    assert "its number is on the label" in table
    assert "It expects no goods now." in table
    assert "Belongs here" not in table, "the command would refuse it"


def test_what_travels_by_itself_does_not_begin_with_the_waybill_of_the_goods(returns: Any) -> None:
    number = returns.authorised()
    returns.do(number, "ship", "warehouse", carrier="SF", waybill="SF-IN-1")
    browser = returns.browser("warehouse@SZ")
    for operation in ("split", "replace"):
        assert "SF-IN-1" not in browser.get(f"/returns/returns/{number}/{operation}").text


def test_who_asked_for_a_return_is_not_offered_to_approve_it(returns: Any) -> None:
    number = returns.submitted()
    address = f"/returns/returns/{number}"
    assert f"{address}/approve" in returns.browser("lead@SZ", login="wang").get(address).text
    assert f"{address}/approve" not in returns.browser("lead@SZ", login="anna").get(address).text


def test_what_was_agreed_instead_is_not_owed_any_more(returns: Any) -> None:
    number = returns.reviewed()
    returns.do(number, "replace", "warehouse", lines=[{"line": 1, "quantity": "6"}])
    returns.do(number, "short", "warehouse", reason="no stock")
    pages = (f"/returns/returns/{number}", f"/returns/returns/{number}/delivery-note")
    browser = returns.browser("sales@SZ", language="en")
    owed = ("still owed", "Still to be delivered")
    assert all(words in browser.get(page).text for page, words in zip(pages, owed, strict=True))
    returns.do(number, "settle", reason="credit note for 4")
    assert not any(words in browser.get(page).text for page, words in zip(pages, owed, strict=True))


def test_a_return_that_does_not_exist_is_refused_in_the_form(returns: Any) -> None:
    number = returns.scan("L1107")[0]["return_number"]
    address = f"/returns/returns/{number}/match"
    browser = returns.browser("sales@SZ", language="en")
    answer = browser.post(address, data={"csrf_token": csrf_of(browser.get(address).text), "return_number": "RT-SZ-2026-099999"})
    assert answer.status_code == 422
    assert "There is no return RT-SZ-2026-099999." in answer.text
    assert 'value="RT-SZ-2026-099999"' in answer.text
