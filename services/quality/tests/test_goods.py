"""Nonconforming goods: quarantine that grows with part receipts, dispositions by quantity, re-inspection before release."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kesu_common import clock
from kesu_common.testing.rig import words_of


@pytest.mark.clause("4.1.3.7-e")
def test_received_goods_lie_in_quarantine_and_grow_with_part_receipts(quality: Any) -> None:
    quality.requested()
    assert quality.received("40", complete=False)["under_test"] == "40"
    assert quality.received("40", complete=False)["received"] == "40"  # the same again
    goods = quality.received("120")
    assert (goods["state"], goods["received"], goods["under_test"]) == ("quarantined", "120", "120")
    assert [float(fact["quantity"]) for fact in quality.facts("kesu.goods.quarantined.v1")] == [40, 80]


def test_goods_under_test_wait_for_the_review(quality: Any) -> None:
    quality.requested()
    goods = quality.received("120")["number"]
    problem = quality.dispose(goods, ("rework", "1"), expect=422)
    assert problem["errors"][0]["pointer"] == "#/parts/0/quantity"
    assert "120" in problem["detail"]


@pytest.mark.clause("4.1.3.4-b")
def test_a_disposition_is_split_over_the_quantity(quality: Any) -> None:
    goods = quality.reviewed("100", "12", "8")
    assert quality.open_tasks(goods) == {("goods.dispose", "quality")}
    quality.dispose(goods, ("rework", "60"), ("repair", "41"), expect=422)
    after = quality.dispose(goods, ("rework", "60"), ("downgrade", "30"), ("return_to_customer", "12"), ("accept", "8"))
    assert (after["open"], after["open_others"], after["waiting"], after["state"]) == ("10", "0", "60", "quarantined")
    fact = quality.facts("kesu.disposition.decided.v1")[0]
    assert {part["disposition"]: float(part["quantity"]) for part in fact["parts"]} == {
        "rework": 60, "downgrade": 30, "return_to_customer": 12, "accept": 8,
    }  # fmt: skip
    assert ("goods.work", "production") in quality.open_tasks(goods)


@pytest.mark.clause("4.1.3.4-b")
@pytest.mark.parametrize("disposition", ["scrap", "concession"])
def test_scrap_and_concession_need_a_lead(quality: Any, disposition: str) -> None:
    goods = quality.reviewed("120", "0", "0")
    quality.dispose(goods, (disposition, "120"), expect=403)
    after = quality.dispose(goods, (disposition, "120"), role="lead")
    assert after["state"] == "settled"
    assert quality.open_tasks(goods) == set()


@pytest.mark.clause("4.1.3.4-c")
def test_what_was_reworked_passes_inspection_before_it_is_released(quality: Any) -> None:
    goods = quality.reviewed("120", "0", "0")
    quality.dispose(goods, ("rework", "120"))
    quality.post(f"goods/{goods}/reinspect", expect=422, part=1, passed="1", method="…")
    quality.post(f"goods/{goods}/work", "sales", expect=403, part=1, quantity="120")
    quality.post(f"goods/{goods}/work", "rnd", expect=403, part=1, quantity="120")
    quality.post(f"goods/{goods}/work", "production", part=1, quantity="120", note="Bore honed")
    assert quality.open_tasks(goods) == {("goods.reinspect", "quality")}
    quality.post(f"goods/{goods}/reinspect", "production", expect=403, part=1, passed="120", method="…")
    after = quality.post(f"goods/{goods}/reinspect", part=1, passed="100", failed="20", method="20 pieces too wide")
    assert (after["state"], after["passed"], after["failed"], after["open"], after["reworked"]) == ("quarantined", "100", "20", "20", "100")
    assert float(quality.facts("kesu.goods.released.v1")[0]["quantity"]) == 100
    assert quality.open_tasks(goods) == {("goods.dispose", "quality")}
    after = quality.dispose(goods, ("scrap", "20"), role="lead")
    assert (after["state"], after["scrapped"]) == ("settled", "20")


@pytest.mark.clause("4.1.3.7-e")
def test_goods_found_in_the_house_are_put_aside_and_are_ours(quality: Any) -> None:
    made = quality.post(
        "goods", "production", expect=201, site="SZ", product="GP-200", quantity="7", place="Q-1", found="Burr at final inspection"
    )
    assert (made["ours"], made["open"], made["state"]) == ("7", "7", "quarantined")
    quality.post("goods", "sales", expect=403, site="SZ", product="GP-200", quantity="7", found="…")


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0001", "1e40", "NaN", "x"])
def test_impossible_quantities_are_refused(quality: Any, quantity: str) -> None:
    goods = quality.reviewed("120", "0", "0")
    quality.dispose(goods, ("rework", quantity), expect=422)


def test_the_same_request_sent_again_disposes_once(quality: Any) -> None:
    goods = quality.reviewed("120", "0", "0")
    body = {"parts": [{"disposition": "rework", "quantity": "50"}]}
    for _ in range(2):
        answer = quality.program("quality@SZ").post(f"/quality/api/v1/goods/{goods}/dispose", json=body, headers={"Idempotency-Key": "k1"})
        assert answer.status_code == 200
    assert quality.get(f"goods/{goods}")["open"] == "70"


def test_the_quarantine_is_measured(quality: Any) -> None:
    quality.reviewed("100", "0", "0")
    with quality.runtime.database.transaction() as session:
        values = {gauge.name: gauge.value for gauge in quality.runtime.service.gauges(session)}
    assert values["quarantined"] == 120


@pytest.mark.clause("4.1.3.7-e")
def test_the_quarantine_tells_how_long_goods_have_lain_there(quality: Any) -> None:
    found = {"site": "SZ", "product": "GP-200", "lot": "L1", "found": "Cracked."}
    now, numbers = clock.now(), {}
    for days, quantity in ((0, "1"), (6, "2"), (8, "4"), (89, "8"), (91, "16")):
        with time_machine.travel(now - timedelta(days=days, minutes=1), tick=False):
            numbers[days] = quality.post("goods", expect=201, quantity=quantity, **found)["number"]
    of_age = {age: {one["number"] for one in quality.get(f"goods?age={age}")} for age in ("week", "month", "quarter", "older")}
    assert of_age == {"week": {numbers[0], numbers[6]}, "month": {numbers[8]}, "quarter": {numbers[89]}, "older": {numbers[91]}}
    quality.dispose(numbers[91], ("scrap", "16"), role="lead")
    assert quality.get("goods?age=older") == [], "what is settled is not in quarantine"
    page = words_of(quality.browser("quality@SZ", language="en").get("/quality/goods/").text)
    for words in ("Up to a week", "3 pieces undecided", "8 pieces undecided", "89"):
        assert words in page
    assert "GP-200" not in quality.browser("quality@XX").get("/quality/goods/").text
