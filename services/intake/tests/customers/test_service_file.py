"""Important customers have a service file, and it holds everything (clause 4.1.2-a)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of, posted

API = "/intake/api/v1/customers"
FILE = {"keeper": "Li Wei", "needs": "Runs hot: seals above 100 °C."}
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoformat()
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
VISIT = {"purpose": "Ask about the new seal.", "place": "Hamburg", "people": "Li Wei", "with_whom": "Ms Petersen"}


def graded(shop: Any, tier: str, *, expect: int = 200, role: str = "sales", code: str = "C001") -> dict[str, Any]:
    """The customer after sales has put it into this tier, or the problem."""
    change = {"tier": tier, "tier_reason": f"now {tier}"}
    answer = shop.program(f"{role}@SZ").patch(f"{API}/{code}", json=change, headers={"If-Match": "*"})
    assert answer.status_code == expect, answer.text
    return dict(answer.json)


def gap_gauge(shop: Any) -> float:
    """What Prometheus is told of missing files."""
    with shop.runtime.database.transaction() as session:
        return float(sum(g.value for g in shop.runtime.service.gauges(session) if g.name == "service_file_gaps"))


@pytest.mark.clause("4.1.2-a")
def test_a_tier_a_customer_without_a_file_is_a_gap_until_it_is_opened(shop: Any) -> None:
    client, browser = shop.program("sales@SZ"), shop.browser("sales@SZ", language="en")
    assert (client.get(API, query_string={"service_file": "missing"}).json, gap_gauge(shop)) == ([], 0)
    graded(shop, "A")
    assert [c["code"] for c in client.get(API, query_string={"service_file": "missing"}).json] == ["C001"]
    assert gap_gauge(shop) == 1
    assert shop.open_tasks("C001") == {("customer.open_service_file", "sales")}
    assert "no service file" in browser.get("/intake/customers/").text
    assert "has a service file" in browser.get("/intake/customers/C001").text
    opened = client.put(f"{API}/C001/service-file", json=FILE)
    assert (opened.status_code, opened.json["keeper"]) == (200, "Li Wei")
    assert client.put(f"{API}/C001/service-file", json={**FILE, "keeper": "Wu Min"}).json["keeper"] == "Wu Min"
    assert (client.get(API, query_string={"service_file": "missing"}).json, gap_gauge(shop)) == ([], 0)
    assert shop.open_tasks("C001") == set()
    assert [name for name in shop.fact_types() if "servicefile" in name] == ["kesu.servicefile.opened.v1", "kesu.servicefile.changed.v1"]


@pytest.mark.clause("4.1.2-a")
def test_the_work_to_open_a_file_goes_with_the_tier(shop: Any) -> None:
    graded(shop, "A")
    graded(shop, "B")
    assert shop.open_tasks("C001") == set()
    history = shop.program("sales@SZ").get(f"{API}/C001/tiers").json
    assert [(one["tier"], one["reason"], one["changed_by"]) for one in history] == [
        ("B", "now B", "Anna Li"),
        ("A", "now A", "Anna Li"),
        ("C", "-", "Anna Li"),
    ]


@pytest.mark.clause("4.1.2-a", "3.2-a")
def test_the_file_holds_deliveries_cases_visits_answers_and_agreements(shop: Any) -> None:
    line = {"number": "DN-1/1", "customer_code": "C001", "customer_name": "x", "product": "GP-200", "lot": "L9", "gtin": None}
    shop.hear("delivery.recorded", "DN-1/1", sequence=5, quantity="500", delivered_on="2026-08-14", **line)
    shop.hear("delivery.recorded", "DN-1/1", sequence=4, quantity="400", delivered_on="2026-08-14", **line)
    shop.hear("delivery.recorded", "DN-2/1", quantity="1", delivered_on="2026-08-15", **{**line, "number": "DN-2/1", "customer_code": None})
    score = {"item": "delivery", "score": 2, "no_opinion": False, "text": None}
    form = {"campaign": "SC-1", "invitation": "SC-1-0001", "customer_code": "C001", "tier": "A", "via": "link", "late": False}
    shop.hear("answer.received", "SC-1-0001", answers=[score], **form)
    client = shop.program("sales@SZ")
    visit = posted(client, "/intake/api/v1/visits", {**VISIT, "customer_code": "C001", "starts_at": YESTERDAY}, 201)["number"]
    posted(client, f"/intake/api/v1/visits/{visit}/report", {"findings": "Content with the seal."}, 200)
    agreement = {
        "customer_code": "C001",
        "kind": "quality_terms",
        "title": "Quality 2027",
        "terms": "AQL 0.65",
        "agreed_with": "Ms Petersen",
    }
    posted(client, "/intake/api/v1/agreements", {**agreement, "valid_from": "2027-01-01"}, 201)
    complaint = shop.complaint()
    file = client.get(f"{API}/C001/service-file").json
    assert [(d["lot"], d["quantity"]) for d in file["deliveries"]] == [("L9", "500")]
    assert [(v["number"], v["findings"]) for v in file["visits"]] == [(visit, "Content with the seal.")]
    assert [(a["title"], a["state"]) for a in file["agreements"]] == [("Quality 2027", "in_force")]
    assert file["survey_answers"][0]["answers"][0]["score"] == 2
    for language in ("zh", "en"):
        page = shop.browser("sales@SZ", language=language).get("/intake/customers/C001").text
        assert all(words in page for words in ("L9", visit, "Content with the seal.", "Quality 2027", "SC-1", complaint))


def test_a_visit_is_work_until_it_is_reported_and_not_reported_before_it_began(shop: Any) -> None:
    client = shop.program("sales@SZ")
    number = posted(client, "/intake/api/v1/visits", {**VISIT, "customer_code": "C001", "starts_at": TOMORROW}, 201)["number"]
    path = f"/intake/api/v1/visits/{number}"
    assert shop.open_tasks(number) == {("visit.report", "sales")}
    assert posted(client, f"{path}/report", {"findings": "x"}, 409)["type"].endswith("too-early")
    assert posted(client, f"{path}/move", {"starts_at": YESTERDAY, "reason": "They had time."}, 200)["state"] == "planned"
    assert posted(client, f"{path}/report", {"findings": "Content."}, 200)["state"] == "reported"
    assert shop.open_tasks(number) == set()
    for command, body in (("report", {"findings": "x"}), ("move", {"starts_at": TOMORROW, "reason": "x"}), ("cancel", {"reason": "x"})):
        posted(client, f"{path}/{command}", body, 409)
    other = posted(client, "/intake/api/v1/visits", {**VISIT, "customer_code": "C001", "starts_at": TOMORROW}, 201)["number"]
    posted(client, f"/intake/api/v1/visits/{other}/cancel", {"reason": "No time."}, 200)
    assert shop.open_tasks(other) == set()


@pytest.mark.clause("4.1.2-a")
def test_an_agreement_with_a_tier_a_customer_is_approved_by_another_who_leads(shop: Any) -> None:
    graded(shop, "A")
    body = {"customer_code": "C001", "kind": "price_terms", "title": "Prices", "terms": "x", "agreed_with": "y", "valid_from": "2027-01-01"}
    drafted = posted(shop.program("sales@SZ", "lead@SZ"), "/intake/api/v1/agreements", body, 201)
    path = f"/intake/api/v1/agreements/{drafted['number']}"
    assert drafted["state"] == "drafted"
    assert shop.open_tasks(drafted["number"]) == {("agreement.approve", "lead")}
    posted(shop.program("sales@SZ"), f"{path}/approve", {}, 403)
    posted(shop.program("lead@SZ"), f"{path}/approve", {}, 403)  # the same person
    posted(shop.program("sales@SZ"), f"{path}/end", {"reason": "x"}, 409)
    assert posted(shop.program("lead@SZ", login="wu"), f"{path}/approve", {}, 200)["state"] == "in_force"
    assert shop.open_tasks(drafted["number"]) == set()
    posted(shop.program("sales@SZ"), f"{path}/drop", {"reason": "x"}, 409)
    assert posted(shop.program("sales@SZ"), f"{path}/end", {"reason": "Replaced."}, 200)["state"] == "ended"
    wrong = {**body, "valid_to": "2026-01-01"}
    assert posted(shop.program("sales@SZ"), "/intake/api/v1/agreements", wrong, 422)["errors"][0]["pointer"] == "#/valid_to"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_file_visit_and_agreement_are_entered_on_pages(shop: Any, language: str) -> None:
    browser = shop.browser("sales@SZ", language=language)
    page = browser.get("/intake/customers/C001/service-file")
    token = {"csrf_token": csrf_of(page.text)}
    assert browser.post("/intake/customers/C001/service-file", data={**token, **FILE}).status_code == 303
    visit = {**token, **VISIT, "customer_code": "C001", "starts_at": "2026-11-01T09:00"}
    assert browser.get("/intake/visits/new?customer=C001").status_code == 200
    made = browser.post("/intake/visits/new?customer=C001", data=visit)
    assert made.status_code == 303, made.text
    assert browser.get(made.headers["Location"]).status_code == 200
    assert browser.get(f"{made.headers['Location']}/report").status_code == 200
    assert browser.post("/intake/visits/new?customer=C001", data={**visit, "place": ""}).status_code == 422
    draft = {**token, "customer_code": "C001", "kind": "price_terms", "title": "Prices 2027", "terms": "x", "agreed_with": "y"}
    assert browser.get("/intake/agreements/new?customer=C001").status_code == 200
    made = browser.post("/intake/agreements/new?customer=C001", data={**draft, "valid_from": "2027-01-01"})
    assert made.status_code == 303, made.text
    assert "Prices 2027" in browser.get(made.headers["Location"]).text
    assert "Prices 2027" in browser.get("/intake/agreements/").text
    assert "Hamburg" in browser.get("/intake/visits/").text
