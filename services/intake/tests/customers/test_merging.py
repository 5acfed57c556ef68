"""Two entries of the same customer become one, once, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from kesu_common.testing.rig import csrf_of, posted
from kesu_intake.customers.similar import core_of, most_similar

API = "/intake/api/v1/customers"
MERGE = {"code": "C002", "reason": "Same address."}


@pytest.fixture
def two(shop: Any) -> Any:
    """Intake with C001, and C002 that is the same customer."""
    shop.customer(code="C002", name="Hamburg Pumps", contacts=[{"name": "Mr Bakker"}, {"name": "ms petersen"}])
    return shop


def merged(shop: Any, *, code: str = "C001", expect: int = 200, **changes: Any) -> dict[str, Any]:
    """The customer that was kept, or the problem."""
    return posted(shop.program("sales@SZ"), f"{API}/{code}/merge", {**MERGE, **changes}, expect)


@pytest.mark.parametrize("name", ["汉堡泵业有限公司", "汉堡泵业股份有限公司", "汉堡泵业（集团）"])
def test_legal_forms_do_not_make_a_difference(name: str) -> None:
    assert core_of(name) == "汉堡泵业"


def test_similar_names_and_codes_are_proposed_the_likeliest_first() -> None:
    others = [("C-001", "Else"), ("C002", "HAMBURG PUMPS"), ("C003", "Hamburg Pump Co., Ltd."), ("C004", "Rotterdam Valves"), ("C001", "x")]
    found = most_similar("C001", "Hamburg Pumps GmbH", others)
    assert [one.code for one in found] == ["C-001", "C002", "C003"]


def test_everything_moves_and_the_old_code_goes_on_working(two: Any) -> None:
    complaint = two.complaint(customer_code="C002")
    contact = posted(
        two.program("sales@SZ"),
        "/intake/api/v1/contacts",
        {"customer_code": "C002", "kind": "inquiry", "channel": "email", "text": "x"},
        201,
    )["number"]
    two.hear("customer.dissatisfied", "C002", campaign="SC-1", customer_code="C002", items=[])
    [talk] = two.program("sales@SZ").get("/intake/api/v1/talks").json
    client = two.program("sales@SZ")
    assert [one["code"] for one in client.get(f"{API}/C001/duplicates").json] == ["C002"]
    kept = merged(two)
    assert (kept["code"], [person["name"] for person in kept["contacts"]]) == ("C001", ["Ms Petersen", "Mr Bakker"])
    assert two.facts("kesu.customer.merged.v1") == [
        {"customer_code": "C001", "merged": "C002", "reason": "Same address.", "complaints": 1, "contacts": 1}
    ]
    assert two.facts("kesu.customer.changed.v1")[-1] | {"name": ""} == {
        "code": "C002", "name": "", "tier": "C", "language": "en", "site": "SZ", "state": "merged",
    }  # fmt: skip
    moved = two.get(complaint)
    assert (moved["customer_code"], moved["customer_name"]) == ("C001", "Hamburg Pumps GmbH")
    assert client.get(f"/intake/api/v1/contacts/{contact}").json["customer_code"] == "C001"
    assert client.get(f"/intake/api/v1/talks/{talk['number']}").json["customer_code"] == "C001"
    assert two.open_tasks(talk["number"]) == {("customer.talk", "sales")}
    assert two.get(two.complaint(customer_code="C002"))["customer_code"] == "C001"
    assert client.get(f"{API}/C002").json["code"] == "C001"
    assert [c["code"] for c in client.get(API).json] == ["C001"]
    line = {"customer_code": "C002", "product": "GP-200", "lot": "L9", "quantity": "5", "delivered_on": "2026-08-14"}
    two.hear("delivery.recorded", "DN-1", number="DN-1", **line)
    assert [d["number"] for d in client.get(f"{API}/C001/service-file").json["deliveries"]] == ["DN-1"]


def test_what_cannot_be_merged_is_refused_and_changes_nothing(two: Any) -> None:
    two.know_site(code="SH", name_zh="上海", name_en="Shanghai")
    posted(two.program("sales@SH"), API, {"code": "C003", "name": "Hamburg Pumps", "site": "SH"}, 201)
    before = two.fact_types()
    assert posted(two.program("sales@SZ"), f"{API}/C001/merge", {"code": "C001", "reason": "x"}, 422)["errors"][0]["pointer"] == "#/code"
    posted(two.program("sales@SZ"), f"{API}/C001/merge", {"code": "C404", "reason": "x"}, 422)
    posted(two.program("sales@SZ"), f"{API}/C001/merge", {"code": "C003", "reason": "x"}, 422)  # not known there
    posted(two.program("sales@*"), f"{API}/C001/merge", {"code": "C003", "reason": "x"}, 409)
    posted(two.program("rnd@SZ"), f"{API}/C001/merge", MERGE, 403)
    assert two.fact_types() == before
    merged(two)
    posted(two.program("sales@SZ"), f"{API}/C001/merge", MERGE, 409)


def test_of_two_merges_at_once_that_touch_the_same_customer_one_wins(two: Any) -> None:
    together = Barrier(2)

    def merge(kept: str, other: str) -> int:
        client = two.program("sales@SZ")
        together.wait()
        return int(client.post(f"{API}/{kept}/merge", json={"code": other, "reason": "x"}).status_code)

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(merge, ("C001", "C002"), ("C002", "C001")))
    assert sorted(statuses)[0] == 200
    assert sorted(statuses)[1] in {409, 412, 422}
    assert len(two.facts("kesu.customer.merged.v1")) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_duplicates_are_merged_on_the_page(two: Any, language: str) -> None:
    browser = two.browser("sales@SZ", language=language)
    page = browser.get("/intake/customers/C001/merge").text
    assert "C002" in page
    data = {"csrf_token": csrf_of(page), "version": "1", **MERGE}
    assert browser.post("/intake/customers/C001/merge", data={**data, "code": "C404"}).status_code == 422
    assert browser.post("/intake/customers/C001/merge", data=data).status_code == 303
    gone = browser.get("/intake/customers/C002")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/intake/customers/C001")
    assert "C002" in browser.get("/intake/customers/C001").text
