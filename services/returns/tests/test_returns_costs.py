"""What a return or an on-site job costs: line by line, corrected by a further line, added up by month and customer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from kesu_common import clock
from kesu_common.testing.rig import csrf_of, posted


def test_a_return_has_its_costs_and_a_correction_is_a_further_line(returns: Any) -> None:
    number = returns.requested()
    returns.do(number, "costs", "warehouse", kind="freight_in", amount="1280.50", note="Sea freight")
    returns.do(number, "costs", "lead", kind="freight_in", amount="-280.50", note="Credit of the carrier")
    returns.do(number, "costs", kind="credit", amount="300", currency="EUR")
    lines = returns.program("sales@SZ").get(f"/returns/api/v1/costs?subject={number}").json
    assert [(line["kind"], line["amount"], line["currency"]) for line in lines] == [
        ("credit", "300.00", "EUR"),
        ("freight_in", "-280.50", "CNY"),
        ("freight_in", "1280.50", "CNY"),
    ]
    told = returns.facts("kesu.return.cost_recorded.v1")
    assert [(fact["number"], fact["complaint"], fact["amount"]) for fact in told[:1]] == [(number, "KS-SZ-2026-000123", "1280.50")]
    assert len({fact["cost"] for fact in told}) == 3
    page = returns.browser("sales@SZ", language="en").get(f"/returns/returns/{number}").text
    assert "1,000" in page
    assert "Credit of the carrier" in page


@pytest.mark.parametrize(
    ("cost", "field"),
    [
        ({"kind": "beer", "amount": "1"}, "kind"),
        ({"kind": "credit", "amount": "0"}, "amount"),
        ({"kind": "credit", "amount": "1.001"}, "amount"),
        ({"kind": "credit", "amount": "-1"}, "note"),
        ({"kind": "credit", "amount": "1", "currency": "yuan"}, "currency"),
        ({"kind": "credit", "amount": "1", "currency": "ABC"}, "currency"),
    ],
)
def test_costs_that_cannot_be_are_refused_and_nothing_is_kept(returns: Any, cost: dict[str, Any], field: str) -> None:
    number = returns.requested()
    assert returns.do(number, "costs", expect=422, **cost)["errors"][0]["pointer"] == f"#/{field}"
    returns.do(number, "costs", "auditor", expect=403, kind="credit", amount="1")
    assert returns.program("sales@SZ").get("/returns/api/v1/costs").json == []


@pytest.mark.clause("4.1.3.7-d")
def test_the_cost_in_the_inspectors_report_is_a_cost_of_the_job(returns: Any) -> None:
    returns.settled(kind="rework", quantity="40")
    job = returns.facts("kesu.onsite.requested.v1")[-1]["number"]
    begin = clock.now() + timedelta(days=7)

    def do(path: str, role: str, **data: Any) -> None:
        posted(returns.program(f"{role}@SZ"), f"/returns/api/v1/onsite-jobs/{job}/{path}", data, 200)

    do("schedule", "sales", address="Hafenstr. 1", begins_at=begin.isoformat(), ends_at=(begin + timedelta(hours=32)).isoformat())
    for part, role in (("crew", "production"), ("vehicle", "sales"), ("inspector", "quality")):
        do(part, role, name=f"the {part}")
    do("start", "production")
    do("work", "production", reworked="40")
    do("complete", "quality", passed="40", failed="0", report="All tight.", cost="1200")
    do("costs", "sales", kind="freight_out", amount="90", note="Tolls")
    lines = returns.program("sales@SZ").get(f"/returns/api/v1/costs?subject={job}").json
    assert [(line["kind"], line["amount"]) for line in lines] == [("freight_out", "90.00"), ("handling", "1200.00")]
    assert "1,290" in returns.browser("sales@SZ", language="en").get(f"/returns/onsite/{job}").text


def test_costs_are_added_up_by_month_of_the_sites_clock_and_customer(returns: Any) -> None:
    number, other = returns.requested(), returns.requested(complaint="KS-SZ-2026-000124", customer_code="C002", customer_name="Lyon SA")
    with time_machine.travel("2026-10-31T15:00:00Z", tick=False):  # still October in Shenzhen
        returns.do(number, "costs", kind="freight_in", amount="100")
    with time_machine.travel("2026-10-31T17:00:00Z", tick=False):  # November there
        returns.do(number, "costs", kind="freight_in", amount="20")
        returns.do(number, "costs", kind="material", amount="5")
        returns.do(other, "costs", kind="credit", amount="7")
    client = returns.program("sales@SZ")
    figures = client.get("/returns/api/v1/costs/figures").json
    assert [(one["month"], one["customer_code"], one["currency"], float(one["total"])) for one in figures] == [
        ("2026-11", "C001", "CNY", 25),
        ("2026-11", "C002", "CNY", 7),
        ("2026-10", "C001", "CNY", 100),
    ]
    assert {kind: Decimal(amount) for kind, amount in figures[0]["by_kind"].items()} == {"freight_in": 20, "material": 5}
    assert len(client.get("/returns/api/v1/costs/figures?since=2026-11-01&customer=C002").json) == 1
    assert returns.program("sales@XX").get("/returns/api/v1/costs/figures").json == []
    browser = returns.browser("sales@SZ", language="en")
    assert "Lyon SA" in browser.get("/returns/costs/").text
    rows = browser.get("/returns/costs/costs.csv?until=2026-10-31").data.decode("utf-8-sig").split("\r\n")
    assert rows[0].startswith("Month,Customer code,Customer,Currency,")
    assert (rows[1].startswith("2026-10,C001,Hamburg Pumps GmbH,CNY,100"), len(rows)) == (True, 3)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cost_is_recorded_on_the_page(returns: Any, language: str) -> None:
    number = returns.requested()
    browser = returns.browser("sales@SZ", language=language)
    assert ("还没有成本" if language == "zh" else "No cost yet") in browser.get("/returns/costs/").text
    form = browser.get(f"/returns/returns/{number}/costs").text
    assert 'value="CNY"' in form
    sent = {"csrf_token": csrf_of(form), "kind": "freight_in", "amount": "12.5", "currency": "CNY", "note": ""}
    assert browser.post(f"/returns/returns/{number}/costs", data=sent).status_code == 303
    assert "12.5" in browser.get("/returns/costs/").text
