"""The REST interface at its edges: bad input, stale versions, repeated requests, paging, files."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

COMPLAINTS = "/intake/api/v1/complaints"
GOOD = {"customer_code": "C001", "channel": "email", "text": "轴封泄漏。"}
BAD = {
    "unknown field": {**GOOD, "colour": "blue"},
    "NUL": {**GOOD, "text": "a\x00b"},
    "half a surrogate pair": {**GOOD, "text": "a\ud800b"},
    "too long": {**GOOD, "text": "x" * 20_001},
    "blank": {**GOOD, "text": "   "},
    "nothing affected": {**GOOD, "quantity": "0"},
    "a hair": {**GOOD, "quantity": "0.0001"},
    "not a number": {**GOOD, "quantity": "NaN"},
    "without zone": {**GOOD, "received_at": "2026-11-20T10:00:00"},
    "channel": {**GOOD, "channel": "pigeon"},
    "customer": {**GOOD, "customer_code": "NOBODY"},
    "a list": [GOOD],
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_words_and_writes_nothing(shop: Any, body: Any) -> None:
    before = shop.fact_types()
    answer = shop.program("sales@SZ").post(COMPLAINTS, data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert shop.fact_types() == before


def test_broken_json_is_refused(shop: Any) -> None:
    answer = shop.program("sales@SZ").post(COMPLAINTS, data="{", content_type="application/json")
    assert answer.status_code == 400


def test_the_same_request_twice_registers_one_complaint(shop: Any) -> None:
    client = shop.program("sales@SZ")
    first, second = (client.post(COMPLAINTS, json=GOOD, headers={"Idempotency-Key": "k-1"}) for _ in range(2))
    assert first.json == second.json
    assert second.headers["Idempotent-Replay"] == "true"
    assert len(shop.facts("kesu.complaint.registered.v1")) == 1


def test_a_stale_version_is_refused(shop: Any) -> None:
    client = shop.program("sales@SZ")
    made = client.post(COMPLAINTS, json=GOOD)
    assert made.headers["ETag"] == '"v1"'
    body = {"person": "Ms Petersen", "content": "We have it."}
    assert client.post(f"{made.headers['Location']}/acknowledge", json=body, headers={"If-Match": '"v1"'}).headers["ETag"] == '"v2"'
    again = client.post(f"{made.headers['Location']}/withdraw", json={"reason": "x"}, headers={"If-Match": '"v1"'})
    assert again.status_code == 412


def test_the_list_is_paged_filtered_and_says_where_it_goes_on(shop: Any) -> None:
    numbers = [shop.complaint(lot=f"L{n}") for n in range(3)]
    client = shop.program("sales@SZ")
    first = client.get(COMPLAINTS, query_string={"limit": 2, "sort": "number"})
    assert [c["number"] for c in first.json] == numbers[:2]
    following = first.headers["Link"].partition("<")[2].partition(">")[0]
    assert [c["number"] for c in client.get(following).json] == numbers[2:]
    assert [c["number"] for c in client.get(COMPLAINTS, query_string={"lot": "L1"}).json] == [numbers[1]]
    assert [c["number"] for c in client.get(COMPLAINTS, query_string={"q": "hamburg", "limit": 1, "open": "true"}).json] == [numbers[2]]


@pytest.mark.clause("4.1.3.5-a1")
def test_an_original_is_kept_unchanged_and_comes_back_as_a_download(shop: Any) -> None:
    number = shop.complaint()
    client = shop.program("sales@SZ")
    letter = {"file": (io.BytesIO("尊敬的先生：轴封泄漏。".encode()), "来信.txt")}
    made = client.post(f"{COMPLAINTS}/{number}/attachments", data=letter, content_type="multipart/form-data")
    assert made.status_code == 201, made.text
    assert shop.facts("kesu.complaint.attached.v1")[0]["sha256"] == made.json["sha256"]
    back = client.get(f"/intake/files/{made.json['id']}")
    assert back.data.decode() == "尊敬的先生：轴封泄漏。"
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert shop.program("sales@SH").get(f"/intake/files/{made.json['id']}").status_code == 404


@pytest.mark.clause("4.1.2-a")
def test_a_customers_tier_changes_with_a_reason_and_is_remembered(shop: Any) -> None:
    client = shop.program("sales@SZ")
    path = "/intake/api/v1/customers/C001"
    assert client.patch(path, json={"tier": "A"}).status_code == 428
    assert client.patch(path, json={"tier": "A"}, headers={"If-Match": "*"}).status_code == 422
    changed = client.patch(path, json={"tier": "A", "tier_reason": "main customer"}, headers={"If-Match": "*"})
    assert (changed.status_code, changed.json["tier"]) == (200, "A")
    assert shop.facts("kesu.customer.changed.v1")[0]["tier"] == "A"


def test_an_inactive_customer_has_no_new_complaints(shop: Any) -> None:
    client = shop.program("sales@SZ")
    assert client.post("/intake/api/v1/customers/C001/deactivate", json={}).json["state"] == "inactive"
    assert client.post(COMPLAINTS, json=GOOD).status_code == 422
    assert client.post("/intake/api/v1/customers", json={"code": "C001", "name": "x", "site": "SZ"}).status_code == 409


@pytest.mark.clause("3.2-a")
def test_every_exchange_with_the_customer_is_logged(shop: Any) -> None:
    number = shop.replied()
    shop.do(number, "exchanges", direction="in", channel="phone", person="Ms Petersen", content="She asks when.")
    kept = shop.get(number)["exchanges"]
    assert (kept[0]["direction"], kept[0]["content"]) == ("in", "She asks when.")
    assert {e["content"] for e in kept} == {"She asks when.", "We changed the seal.", "换用新密封。"}
