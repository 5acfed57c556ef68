"""What is heard: twice, late, out of order, with fields nobody knows; and what is told, by its own schema."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.database.migrate import differences
from kesu_common.errors import NotFound
from kesu_common.i18n_catalogues import missing_translations
from kesu_returns.app import service
from kesu_returns.events import EVENTS


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.topic)
def test_the_frozen_example_fits_its_schema(event: Any) -> None:
    assert event.schema().validate(dict(event.example)) == {}


def test_every_state_and_word_is_translated() -> None:
    assert missing_translations("kesu_returns") == []


def test_the_migrations_make_what_the_models_say(returns: Any) -> None:
    assert differences(service, returns.runtime.settings.database_url) == []


def test_an_older_verdict_never_replaces_a_newer_one(returns: Any) -> None:
    returns.hear("verdict.revised", "QC-1", sequence=9, case="QC-1", complaint="KS-SZ-2026-000123", verdict="ours")
    returns.hear("verdict.given", "QC-1", sequence=5, case="QC-1", complaint="KS-SZ-2026-000123", verdict="not_ours")
    assert returns.get(returns.authorised())["state"] == "authorised"


def test_a_customers_name_is_taken_from_its_newest_fact(returns: Any) -> None:
    returns.hear("customer.changed", "C009", sequence=9, code="C009", name="New Name Ltd", tier="A", language="en", colour="red")
    returns.hear("customer.registered", "C009", sequence=2, code="C009", name="Old Name Ltd", tier="B", language="en")
    assert returns.get(returns.requested(customer_code="C009", customer_name=None))["customer_name"] == "New Name Ltd"


def test_a_decision_that_comes_twice_or_too_late_changes_nothing(returns: Any) -> None:
    number = returns.authorised()
    returns.hear("handling.decided", "QC-1", return_number=number, complaint=None, handling="返工")
    assert (returns.get(number)["state"], returns.get(number)["handling"]) == ("authorised", "返工")
    number = returns.reviewed(complaint="KS-SZ-2026-000125")
    returns.review(number, ours="1")
    assert returns.get(number)["lines"][0]["ours"] == "10"


def test_a_fact_about_a_return_that_is_not_here_waits_visibly(returns: Any) -> None:
    with pytest.raises(NotFound):
        returns.hear("handling.decided", "QC-1", return_number="RT-SZ-2026-999999", complaint=None, handling="x")


def test_settlements_that_move_no_goods_open_nothing(returns: Any) -> None:
    assert returns.settled(kind="explain", quantity=None) is None
    assert returns.settled(kind="answer", quantity=None) is None


FIRST, SECOND = "019c3f4e-0b7a-7c3e-9d2f-5a1b2c3d4e5f", "019c3f4e-0b7a-7c3e-9d2f-5a1b2c3d4e60"


def test_what_is_agreed_beside_another_agreement_comes_back_beside_it(returns: Any) -> None:
    first = returns.settled(settlement=FIRST, quantity="4")
    second = returns.settled(settlement=SECOND, quantity="6", kind="return")
    assert [returns.get(number)["state"] for number in (first, second)] == ["requested", "requested"]


def test_an_agreement_in_place_of_another_cancels_only_what_that_one_has_opened(returns: Any) -> None:
    first, beside = returns.settled(settlement=FIRST, quantity="4"), returns.settled(quantity="2")
    second = returns.settled(settlement=SECOND, replaces=FIRST, kind="return")
    assert [returns.get(number)["state"] for number in (first, beside, second)] == ["cancelled", "requested", "requested"]
    [told] = returns.facts("kesu.return.cancelled.v1")
    assert (told["number"], told["settlement"]) == (first, FIRST)


def test_goods_that_are_on_their_way_go_on_under_the_new_agreement(returns: Any) -> None:
    number = returns.authorised(settlement=FIRST)
    returns.do(number, "ship", carrier="SF", waybill="SF1")
    assert returns.settled(settlement=SECOND, replaces=FIRST, kind="return") is None
    assert [returns.get(number)[name] for name in ("state", "kind")] == ["in_transit", "return"]
    assert ("return.agreed_anew", "sales") in returns.open_tasks(number)
    assert returns.settled(settlement=FIRST, replaces=SECOND, kind="rework") is None
    assert returns.get(number)["kind"] == "return"


def test_a_job_is_cancelled_by_another_agreement_until_it_has_begun(returns: Any) -> None:
    returns.settled(settlement=FIRST, kind="rework")
    returns.settled(settlement=SECOND, replaces=FIRST, kind="rework")
    [told] = returns.facts("kesu.onsite.cancelled.v1")
    assert told["settlement"] == FIRST
    assert [job["settlement"] for job in returns.facts("kesu.onsite.requested.v1")] == [FIRST, SECOND]


def test_a_delivery_told_again_is_stated_only_when_it_changed(returns: Any) -> None:
    client = returns.program("integration@SZ")
    same = client.get("/returns/api/v1/deliveries/SZ/DN-1/1").json
    wanted = {name: same[name] for name in same if name != "version"}
    assert client.post("/returns/api/v1/deliveries", json=wanted).status_code == 200
    assert client.post("/returns/api/v1/deliveries", json={**wanted, "quantity": "501"}).json["quantity"] == "501"
    assert len(returns.facts("kesu.delivery.recorded.v1")) == 2
    assert returns.program("integration@XX").get("/returns/api/v1/deliveries/SZ/DN-1/1").status_code == 404
    assert returns.program("rnd@SZ").post("/returns/api/v1/deliveries", json=wanted).status_code == 403


def test_a_return_can_be_asked_for_over_the_api(returns: Any) -> None:
    client = returns.program("sales@SZ")
    wanted = {"site": "SZ", "kind": "exchange", "customer_code": "C001", "lines": [{"lot": "L1107", "quantity": "2.5"}]}
    first = client.post("/returns/api/v1/returns", json=wanted, headers={"Idempotency-Key": "k1"})
    assert first.status_code == 201, first.text
    assert client.post("/returns/api/v1/returns", json=wanted, headers={"Idempotency-Key": "k1"}).json["number"] == first.json["number"]
    assert (first.json["lines"][0]["product"], first.json["value"]) == ("GP-200", "50.0000")
    refused: list[dict[str, Any]] = [{"lines": []}, {"kind": "gift"}, {"lines": [{"quantity": "1"}]}, {"colour": "red"}, {"site": "XX"}]
    for wrong in refused:
        assert client.post("/returns/api/v1/returns", json={**wanted, **wrong}).status_code in (403, 422)
    page = f"/returns/api/v1/returns/{first.json['number']}"
    assert client.post(f"{page}/cancel", json={"reason": "x"}, headers={"If-Match": '"v99"'}).status_code == 412
    assert client.post(f"{page}/cancel", json={"reason": "x"}, headers={"If-Match": first.headers["ETag"]}).json["state"] == "cancelled"
    assert client.post(f"{page}/close", json={}).status_code == 409


def test_places_are_kept_and_quarantine_stays_quarantine(returns: Any) -> None:
    client = returns.program("warehouse@SZ")
    assert client.put("/returns/api/v1/places/SZ/Q-2", json={"kind": "quarantine", "name": "二号隔离区"}).status_code == 201
    assert client.put("/returns/api/v1/places/SZ/A-1", json={"kind": "stock", "name": "成品库"}).status_code == 201
    assert [place["code"] for place in client.get("/returns/api/v1/places?site=SZ").json] == ["A-1", "Q-2"]
    returns.scan("X-1", place="A-1")
    returns.scan("X-2", place="Q-2")
    assert [fact["place"] for fact in returns.facts("kesu.return.unannounced.v1")] == ["QUARANTINE", "Q-2"]


def test_gauges_count_what_is_open(returns: Any) -> None:
    returns.received()
    with returns.runtime.database.transaction() as session:
        found = {(gauge.name, *gauge.labels.values()): gauge.value for gauge in service.gauges(session)}
    assert found == {("returns_open", "received", "SZ"): 1, ("pieces_under_test", "SZ"): 10.0}
