"""The report: figures, groups that may not be shown, years, daily feedback, its page, paper, workbook, and open data."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from kesu_common import clock
from kesu_common.testing.rig import SHENZHEN, csrf_of

Survey = Any  # the class in conftest.py
ITEMS = ("product_quality", "packaging", "delivery", "service", "price")


def answered(market: Survey, scores: dict[str, tuple[int, ...]], **changes: Any) -> str:
    """A campaign in which these customers answered with these scores, in the order of `ITEMS`."""
    rule = [{"tier": tier, "share": 100} for tier in "ABC"]
    number = str(market.campaign(sample_rule=rule, **changes))
    tokens = market.tokens(number)
    for code, given in scores.items():
        market.answer(tokens[code], dict(zip(ITEMS, given, strict=True)), f"{code} wants earlier delivery")
    return number


def smallest_group(market: Survey, number: str, least: int) -> None:
    """Make a campaign's answers anonymous."""
    with market.runtime.database.transaction() as session:
        session.execute(text("UPDATE campaign SET anonymous = true, min_group = :least WHERE number = :n"), {"least": least, "n": number})


@pytest.mark.clause("4.2.1.5")
def test_the_report_cuts_by_tier_and_language_and_says_who_did_not_answer(market: Survey) -> None:
    number = answered(market, {"C001": (5, 5, 1, 4, 3), "C002": (4, 5, 2, 4, 3), "C004": (3, 3, 3, 3, 3), "C005": (2, 1, 5, 3, 3)})
    report = market.get(f"reports/{number}")
    assert report["forms"] == 4
    assert {tier: (one["hits"], one["n"]) for tier, one in report["response"].items()} == {"": (4, 5), "A": (2, 3), "B": (2, 2)}
    tiers = {one["value"]: one for one in report["slices"]["tier"]}
    assert {value: one["forms"] for value, one in tiers.items()} == {"A": 2, "B": 2}
    assert [item["mean"] for item in tiers["A"]["items"]] == [4.5, 5.0, 1.5, 4.0, 3.0]
    assert {one["value"]: one["forms"] for one in report["slices"]["language"]} == {"en": 3, "zh": 1}
    assert report["slices"]["product"] == []
    assert report["drivers"] is None  # fewer than ten forms: no correlation


@pytest.mark.clause("4.2.1.5")
def test_where_answers_are_anonymous_small_groups_are_left_out_and_cannot_be_worked_out(market: Survey) -> None:
    for code in ("C006", "C007"):
        market.customer(code, "C")
    number = answered(market, dict.fromkeys(("C001", "C002", "C003", "C004", "C005", "C006", "C007"), (5, 4, 3, 2, 1)))
    smallest_group(market, number, 3)
    tiers = {one["value"]: one for one in market.get(f"reports/{number}")["slices"]["tier"]}
    assert {value: one["forms"] for value, one in tiers.items()} == {"A": 3, "B": None, "C": None}  # B and C together are 4
    assert all(item["hidden"] and item["mean"] is None and item["n"] == 0 for item in tiers["B"]["items"])
    assert not any(item["hidden"] for item in tiers["A"]["items"])
    languages = {one["value"]: one["forms"] for one in market.get(f"reports/{number}")["slices"]["language"]}
    assert languages == {"en": None, "zh": None}  # one form in Chinese, and the rest would give it away
    smallest_group(market, number, 8)
    report = market.get(f"reports/{number}")
    assert all(item["hidden"] for item in report["items"])
    assert report["index"] is None


@pytest.mark.clause("4.2.1.5")
def test_a_year_is_compared_with_the_one_before(market: Survey) -> None:
    first = answered(market, {"C001": (2, 5, 5, 5, 5), "C002": (2, 5, 4, 5, 5), "C003": (1, 5, 5, 5, 5)}, year=2025)
    market.post(f"campaigns/{first}/close")
    second = answered(market, {"C001": (5, 5, 5, 5, 5), "C002": (5, 5, 4, 5, 5), "C003": (4, 5, 5, 5, 5)})
    report = market.get(f"reports/{second}")
    assert [one["year"] for one in report["years"]] == [2025, 2026]
    change = report["changes"]["product_quality"]
    assert (change["mean"], change["significant"]) == (3.0, True)
    assert change["p_share"] == pytest.approx(0.1)  # 3 of 3 against 0 of 3, exactly
    assert report["changes"]["packaging"]["p_mean"] is None  # no spread at all
    assert not report["changes"]["packaging"]["significant"]


@pytest.mark.clause("4.2.1.5")
def test_a_mean_of_another_scale_says_so(market: Survey) -> None:
    answered(market, {"C001": (5, 5, 4, 5, 5)}, year=2025)
    market.post(f"campaigns/{market.get('campaigns')[0]['number']}/close")
    item = {"code": "delivery", "text_zh": "交货期", "text_en": "Delivery", "scale": "1-10", "department": "production"}
    made = market.post("questionnaires", {"site": "SZ", "title_zh": "专项", "title_en": "Special", "items": [item]}, expect=201)
    market.post(f"questionnaires/{made['number']}/release")
    number = market.campaign(questionnaire=made["number"])
    market.answer(market.tokens(number)["C001"], {"delivery": 7})
    browser = market.browser("sales@SZ", language="en")
    for path in ("report", "report/print?paper=en"):
        assert browser.get(f"/survey/campaigns/{number}/{path}").text.count("(1 to 5)") == 1
    assert market.get(f"reports/{number}")["changes"] == {}


@pytest.mark.clause("4.2.1.4")
def test_daily_feedback_stands_beside_the_answers_with_declared_weights_that_can_be_switched_off(market: Survey) -> None:
    number = answered(market, {"C001": (3, 3, 3, 3, 3), "C002": (3, 3, 3, 3, 3)})
    at = {"customer_code": "C001", "severity": "major", "received_at": "2026-03-05T01:00:00+00:00"}
    market.hear("complaint.registered", "KS-1", **at)
    market.hear("complaint.registered", "KS-2", **{**at, "customer_code": "C004"})  # asked, has not answered
    praise = {"kind": "compliment", "customer_code": "C001", "about": "service", "received_at": "2026-03-31T17:00:00+00:00"}
    market.hear("contact.recorded", "KC-1", **praise)
    market.hear("contact.recorded", "KC-2", **{**praise, "kind": "inquiry"})
    report = market.get(f"reports/{number}")
    assert (report["index"], report["index_with_daily"]) == (50.0, 49.0)  # (-3 + 1) / 2 customers who answered
    found = {one["customer_code"]: one for one in report["daily"]["customers"]}
    assert found["C001"]["months"] == {"3": 1, "4": 1}  # praise came on April 1 by the site's clock
    assert found["C001"]["kinds"] == {"complaint_major": 1, "compliment": 1}
    assert (found["C001"]["points"], found["C001"]["level"], found["C004"]["level"]) == ("-2", 50.0, None)
    assert market.get(f"reports/{number}?daily=off")["daily"] is None
    put = market.program("sales@SZ").put("/survey/api/v1/daily/SZ", json={"complaint_major": "-10", "used": True})
    assert put.status_code == 200, put.text
    assert market.get(f"reports/{number}")["index_with_daily"] == 45.0
    market.program("sales@SZ").put("/survey/api/v1/daily/SZ", json={"complaint_major": "-10", "used": False})
    report = market.get(f"reports/{number}")
    assert (report["index"], report["index_with_daily"]) == (50.0, None)
    assert report["daily"]["totals"] == {"complaint_major": 2, "compliment": 1}
    assert len(market.facts("kesu.daily.weighed.v1")) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_is_a_page_a_paper_and_a_workbook(market: Survey, language: str) -> None:
    for one in range(10, 22):
        market.customer(f"C0{one}", "B", language="zh")
    scores = {f"C0{one}": (1 + one % 5, 1 + one % 4, 2 + one % 3, 5, 1 + one % 5) for one in range(10, 22)}
    number = answered(market, {**scores, "C001": (5, 4, 1, 4, 3), "C002": (1, 2, 2, 2, 1)})
    browser = market.browser("sales@SZ", language=language)
    page = browser.get(f"/survey/campaigns/{number}/report")
    assert page.status_code == 200
    for shown in ("<svg", {"zh": "关键驱动因素", "en": "Key drivers"}[language], {"zh": "按等级", "en": "By tier"}[language]):
        assert shown in page.text
    assert browser.get(f"/survey/campaigns/{number}/report?daily=off").status_code == 200
    assert browser.get(f"/survey/campaigns/{number}/report/print?paper={language}").status_code == 200
    assert browser.get(f"/survey/campaigns/{number}/report.pdf").data.startswith(b"%PDF")
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"/survey/campaigns/{number}/report.xlsx").data))
    assert len(book.sheet_names) == 8
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == {"zh": "项目", "en": "Item"}[language]
    assert [row[1] for row in rows[1:]] == [14.0] * 5


def test_a_survey_without_answers_says_what_to_do(market: Survey) -> None:
    number = market.campaign()
    page = market.browser("sales@SZ", language="en").get(f"/survey/campaigns/{number}/report")
    assert "No answer yet" in page.text


def test_open_data_have_no_names_and_hide_small_groups(market: Survey) -> None:
    for code in range(10, 16):
        market.customer(f"C0{code}", "A")
    given = {f"C0{code}": (5, 4, 3, 2, 1) for code in range(10, 16)}
    number = answered(market, {**given, "C005": (1, 1, 1, 1, 1)})
    auditor = market.browser("auditor@SZ")
    body = auditor.get(f"/survey/campaigns/{number}/answers.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert len(rows) == 35
    assert {(row["tier"], row["language"]) for row in rows} == {("A", "en"), ("", "")}
    assert "GmbH" not in body
    assert "earlier delivery" not in body
    lines = auditor.get(f"/survey/campaigns/{number}/answers.jsonl").data.decode().splitlines()
    assert [json.loads(line)["score"] for line in lines].count(1) == 6 + 5
    smallest_group(market, number, 20)
    assert auditor.get(f"/survey/campaigns/{number}/answers.jsonl").data == b""
    assert market.browser("warehouse@SZ").get(f"/survey/campaigns/{number}/answers.csv").status_code == 403


def test_the_weights_of_daily_feedback_are_declared_on_a_page(market: Survey) -> None:
    browser = market.browser("sales@SZ", language="en")
    page = browser.get("/survey/daily/SZ").text
    assert 'value="-3"' in page
    fields = {"complaint_minor": "-1", "complaint_major": "x", "complaint_critical": "-6", "goods_return": "0", "compliment": "2"}
    refused = browser.post("/survey/daily/SZ", data={**fields, "csrf_token": csrf_of(page)})
    assert refused.status_code == 422
    assert 'value="x"' in refused.text
    done = browser.post("/survey/daily/SZ", data={**fields, "complaint_major": "-4", "csrf_token": csrf_of(page)})
    assert done.status_code == 303
    assert market.get("daily/SZ")["points"]["complaint_major"] == "-4"
    assert market.get("daily/SZ")["used"] is False
    assert market.browser("warehouse@SZ").get("/survey/daily/SZ").status_code == 403


@pytest.mark.clause("4.2.1.5")
def test_sites_stand_beside_each_other_for_who_may_see_them(market: Survey) -> None:
    market.hear("site.changed", "NB", **{**SHENZHEN, "code": "NB", "name_en": "Ningbo plant"})
    market.customer("N001", site="NB")
    here = answered(market, {"C001": (5, 5, 5, 5, 5)})
    seller = market.program("sales@NB", login="qian")
    plan = seller.post("/survey/api/v1/plans", json={"site": "NB", "year": 2026, "quarter": 4}).json["number"]
    assert seller.post(f"/survey/api/v1/plans/{plan}/submit", json={}).status_code == 200
    assert market.program("lead@NB", login="sun").post(f"/survey/api/v1/plans/{plan}/approve", json={}).status_code == 200
    ends_on = (clock.now().date() + timedelta(days=9)).isoformat()
    there = seller.post("/survey/api/v1/campaigns", json={"plan": plan, "ends_on": ends_on}).json["number"]
    link = seller.get(f"/survey/api/v1/invitations?campaign={there}").json[0]["link"]
    market.answer(link.rsplit("/", 1)[1].split("?")[0], dict.fromkeys(ITEMS, 3))
    assert seller.post(f"/survey/api/v1/campaigns/{there}/close", json={}).status_code == 200
    both = market.program("sales@SZ", "sales@NB").get(f"/survey/api/v1/reports/{here}").json["sites"]
    assert [(one["site"], one["index"]) for one in both] == [("NB", 50.0), ("SZ", 100.0)]
    assert market.get(f"reports/{here}")["sites"] == []


@pytest.mark.clause("4.2.1.5")
def test_options_are_counted(market: Survey) -> None:
    options = [{"code": code, "text_zh": code, "text_en": code} for code in ("fast", "cheap")]
    items = [
        {"code": "speed", "text_zh": "速度", "text_en": "Speed", "scale": "1-5", "department": "sales"},
        {"code": "why", "text_zh": "原因", "text_en": "Why", "scale": "multiple", "department": "sales", "options": options},
    ]
    made = market.post("questionnaires", {"site": "SZ", "title_zh": "专项", "title_en": "Special", "items": items}, expect=201)
    market.post(f"questionnaires/{made['number']}/release")
    number = market.campaign(questionnaire=made["number"])
    token = market.tokens(number)["C001"]
    sent = {"answers": [{"item": "speed", "score": 4}, {"item": "why", "choices": ["fast"]}]}
    assert market.app.test_client().post(f"/survey/api/v1/answers/{token}", json=sent).status_code == 201
    assert market.get(f"reports/{number}")["choices"] == {"why": {"fast": 1, "cheap": 0}}
    browser = market.browser("sales@SZ", language="en")
    assert "fast" in browser.get(f"/survey/campaigns/{number}/report").text
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"/survey/campaigns/{number}/report.xlsx").data))
    assert book.get_sheet_by_name("Chosen options").to_python()[1] == ["Why", "fast", 1.0, 1.0]
    assert book.get_sheet_by_name("Response by tier").to_python()[1][:5] == ["All", 4.0, 1.0, 3.0, 0.25]


def test_daily_feedback_beside_an_anonymous_survey_names_no_answers(market: Survey) -> None:
    number = answered(market, {"C001": (3, 3, 3, 3, 3), "C002": (3, 3, 3, 3, 3)})
    smallest_group(market, number, 2)
    at = {"customer_code": "C001", "severity": "critical", "received_at": "2026-03-05T01:00:00+00:00"}
    market.hear("complaint.registered", "KS-1", **at)
    report = market.get(f"reports/{number}")
    assert [one["level"] for one in report["daily"]["customers"]] == [None]
    assert report["daily"]["shift"] == pytest.approx(-6 / report["response"][""]["n"])
