"""Talks with dissatisfied key customers: they end only with findings and “told of the measure” (clause 4.2.3.7)."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.errors import NotAllowed
from kesu_common.testing.rig import csrf_of
from kesu_intake.talks.model import TALK_STATES

ITEM = {"item": "delivery", "item_zh": "交货期", "item_en": "Delivery", "score": 2}
FOUND = {"person": "Ms Petersen", "findings": "The forwarder waits for papers.", "channel": "visit"}
TOLD = {"told_whom": "Ms Petersen", "measure": "Papers go out the day before.", "channel": "phone"}
API = "/intake/api/v1/talks"


def opened(shop: Any, campaign: str = "SC-SZ-2026-000001") -> str:
    """The number of the talk that a survey led to."""
    shop.hear("customer.dissatisfied", "C001", campaign=campaign, customer_code="C001", tier="A", items=[ITEM])
    [talk] = shop.program("sales@SZ").get(f"{API}?campaign={campaign}").json
    return str(talk["number"])


def do(shop: Any, number: str, what: str, data: dict[str, Any], expect: int = 200, role: str = "sales") -> Any:
    """Somebody with that role does it."""
    answer = shop.program(f"{role}@SZ").post(f"{API}/{number}/{what}", json=data)
    assert answer.status_code == expect, answer.text
    return answer.json


@pytest.mark.clause("4.2.3.7")
def test_it_ends_only_after_findings_and_told_of_the_measure(shop: Any) -> None:
    number = opened(shop)
    assert shop.open_tasks(number) == {("customer.talk", "sales")}
    assert "too early" in do(shop, number, "tell", TOLD, 409)["detail"]
    do(shop, number, "find", {**FOUND, "findings": ""}, 422)
    do(shop, number, "find", FOUND)
    found = do(shop, number, "find", {**FOUND, "findings": "And the labels are unclear."})
    assert found["findings"] == "The forwarder waits for papers.\n\nAnd the labels are unclear."
    assert shop.open_tasks(number) == {("talk.tell", "sales")}
    do(shop, number, "tell", {"told_whom": "Ms Petersen"}, 422)
    assert do(shop, number, "tell", TOLD)["state"] == "told"
    assert shop.open_tasks(number) == set()
    do(shop, number, "find", FOUND, 409)
    do(shop, number, "tell", TOLD, 409)
    assert [fact["state"] for kind in ("opened", "found", "told") for fact in shop.facts(f"kesu.talk.{kind}.v1")] == [
        "opened", "found", "found", "told",
    ]  # fmt: skip
    exchanges = shop.facts("kesu.exchange.logged.v1")
    assert [(one["direction"], one["channel"]) for one in exchanges] == [("in", "visit"), ("in", "visit"), ("out", "phone")]


@pytest.mark.clause("4.2.3.7")
def test_one_talk_for_each_customer_and_survey(shop: Any) -> None:
    first = opened(shop)
    assert opened(shop) == first
    assert opened(shop, "SC-SZ-2027-000001") != first


@pytest.mark.parametrize("state", TALK_STATES.states)
@pytest.mark.parametrize("command", TALK_STATES.commands)
def test_every_state_and_command_is_decided(state: str, command: str) -> None:
    allowed = {("opened", "find"): "found", ("found", "find"): "found", ("found", "tell"): "told"}
    if (state, command) in allowed:
        assert TALK_STATES.next(state, command) == allowed[state, command]
    else:
        with pytest.raises(NotAllowed):
            TALK_STATES.next(state, command)


def test_only_sales_does_it_and_another_site_does_not_see_it(shop: Any) -> None:
    number = opened(shop)
    do(shop, number, "find", FOUND, 403, role="quality")
    assert shop.program("sales@GZ").get(f"{API}/{number}").status_code == 404
    assert shop.program("sales@GZ").get(API).json == []


@pytest.mark.parametrize(("language", "item", "empty"), [("zh", "交货期", "暂无需要深访的客户"), ("en", "Delivery", "Nobody to talk to")])
def test_it_is_done_on_pages_in_both_languages(shop: Any, language: str, item: str, empty: str) -> None:
    sales = shop.browser("sales@SZ", language=language)
    assert empty in sales.get("/intake/talks/").text
    address = f"/intake/talks/{opened(shop)}"
    assert item in sales.get("/intake/talks/").text
    assert item in sales.get("/intake/customers/C001").text
    for what, data in (("find", FOUND), ("tell", TOLD)):
        form = sales.get(f"{address}/{what}")
        answer = sales.post(f"{address}/{what}", data={**data, "csrf_token": csrf_of(form.text)})
        assert answer.status_code == 303, answer.text
    page = sales.get(address).text
    assert FOUND["findings"] in page
    assert TOLD["measure"] in page
