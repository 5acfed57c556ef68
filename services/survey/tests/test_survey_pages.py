"""The pages of sales and leads: every step in both languages, kept input, buttons only for those who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kesu_common import clock
from kesu_common.testing.rig import csrf_of
from kesu_survey.gauges import gauges

Survey = Any  # the class in conftest.py
GOOD = {"product_quality": 5, "packaging": 5, "delivery": 1, "service": 5, "price": 5}
TITLES = {"zh": "满意度调查", "en": "Surveys"}


def send(browser: Any, path: str, data: dict[str, Any] | None = None, *, form_at: str | None = None, expect: int = 303, **more: Any) -> Any:
    """Post the form that stands at `form_at` (default: at `path` itself)."""
    page = browser.get(form_at or path)
    assert page.status_code == 200, page.text
    answer = browser.post(path, data={**(data or {}), **more, "csrf_token": csrf_of(page.text)})
    assert answer.status_code == expect, answer.text
    return answer


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_empty_lists_say_what_to_do(survey: Survey, language: str) -> None:
    browser = survey.browser("sales@SZ", language=language)
    assert TITLES[language] in browser.get("/survey/campaigns/").text
    assert "/survey/plans/new" in browser.get("/survey/plans/").text
    assert "SQ-SZ-DEFAULT-v1" in browser.get("/survey/questionnaires/").text
    assert browser.get("/survey/").headers["Location"].endswith("/survey/campaigns/")


@pytest.mark.clause("4.2.1.1")
@pytest.mark.clause("4.2.3.4")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_survey_is_planned_approved_run_and_summed_up_on_pages(market: Survey, language: str) -> None:
    sales = market.browser("sales@SZ", login="li", language=language)
    lead = market.browser("lead@SZ", login="wu", language=language)
    tiers = {f"sample_rule-{n}-{key}": value for n, t in enumerate("ABC") for key, value in (("tier", t), ("share", "100"))}
    target = {"targets-0-item": "delivery", "targets-0-mean": "４.5", "excluded-0-customer_code": "C003", "excluded-0-reason": "new owner"}
    made = send(sales, "/survey/plans/new", {**tiers, **target}, site="SZ", year="2026", quarter="4")
    plan = made.headers["Location"]
    assert "4.5" in sales.get(plan).text
    assert 'value="C003"' in sales.get(f"{plan}/change").text
    send(sales, f"{plan}/change", {**tiers, **target}, year="2026", quarter="3", purpose="Yearly")
    send(sales, f"{plan}/submit", form_at=plan)
    send(lead, f"{plan}/return", reason="Say what it is for.")
    assert "Say what it is for." in sales.get(plan).text
    send(sales, f"{plan}/submit", form_at=plan)
    assert f"{plan}/approve" not in sales.get(plan).text
    send(lead, f"{plan}/approve", form_at=plan)
    send(sales, f"{plan}/start", {"double_key-shown": "1"}, ends_on=(clock.now().date() + timedelta(days=9)).isoformat())
    number = market.get("campaigns")[0]["number"]
    page = f"/survey/campaigns/{number}"
    invitation = market.get(f"invitations?campaign={number}&customer=C002")[0]["number"]
    send(sales, f"/survey/invitations/{invitation}/send", form_at=page)
    rows = {
        f"answers-{n}-{key}": value for n, (item, score) in enumerate(GOOD.items()) for key, value in (("item", item), ("score", score))
    }
    send(sales, f"/survey/invitations/{invitation}/key-in", rows)
    other = market.get(f"invitations?campaign={number}&customer=C001")[0]["number"]
    send(sales, f"/survey/invitations/{other}/decline", reason="Moved away")
    shown = sales.get(page).text
    assert "Moved away" in shown
    assert "new owner" in shown
    send(sales, f"{page}/close")
    send(sales, f"{page}/analyse", conclusions="Delivery has to become reliable.")
    assert "Delivery has to become reliable." in sales.get(page).text
    assert sales.get("/survey/campaigns/").status_code == 200
    assert [fact["item"] for fact in market.facts("kesu.target.missed.v1")] == ["delivery"]


def test_a_refused_plan_keeps_what_was_typed(survey: Survey) -> None:
    browser = survey.browser("sales@SZ", language="en")
    tiers = {f"sample_rule-{n}-{key}": value for n, t in enumerate("ABC") for key, value in (("tier", t), ("share", str(70 + n)))}
    data = {"site": "SZ", "year": "2026", "quarter": "1", "purpose": "Before the audit", **tiers}
    refused = send(browser, "/survey/plans/new", data, expect=422)
    assert "give a reason" in refused.text
    for kept in ("Before the audit", 'value="71"', 'value="1" checked'):
        assert kept in refused.text


@pytest.mark.clause("4.2.2.3")
def test_a_questionnaire_is_drawn_up_on_a_page(survey: Survey) -> None:
    browser = survey.browser("sales@SZ", language="zh")
    item = {
        "code": "speed",
        "text_zh": "响应速度",
        "text_en": "Speed",
        "scale": "0-10",
        "department": "sales",
        "weight": "2",
        "required": "true",
    }
    blank = dict.fromkeys(item, "")
    rows = {f"items-{n}-{key}": value for n, row in enumerate((item, blank)) for key, value in row.items()}
    made = send(browser, "/survey/questionnaires/new", rows, site="SZ", title_zh="专项调查", title_en="Special")
    address = made.headers["Location"]
    assert "响应速度" in browser.get(address).text
    assert 'value="speed"' in browser.get(f"{address}/change").text
    send(browser, f"{address}/change", {f"items-0-{key}": value for key, value in item.items()}, title_zh="专项", title_en="Special")
    send(browser, f"{address}/release", form_at=address)
    send(browser, f"{address}/revise", form_at=address)
    assert browser.get(address.removesuffix("1") + "2").status_code == 200


def test_who_only_reads_sees_no_buttons(market: Survey) -> None:
    number = market.campaign()
    page = market.browser("auditor@SZ", language="en").get(f"/survey/campaigns/{number}").text
    assert "/close" not in page
    assert "key-in" not in page
    assert market.browser("auditor@SZ").get("/survey/plans/new").status_code == 403


def test_prometheus_is_told_how_many_wait(market: Survey) -> None:
    market.campaign(sample_rule=[{"tier": "A", "share": 100}])
    with market.runtime.database.transaction() as session:
        found = {(gauge.name, gauge.labels.get("state")): gauge.value for gauge in gauges(session)}
    assert found == {("open_campaigns", None): 1, ("invitations", "queued"): 3}
