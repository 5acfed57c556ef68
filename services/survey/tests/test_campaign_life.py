"""A survey from the frozen sample to corrective actions, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kesu_common import clock

Survey = Any  # the class in conftest.py
GOOD = {"product_quality": 5, "packaging": 5, "delivery": 5, "service": 5, "price": 5}


@pytest.mark.clause("4.2.1.3")
@pytest.mark.clause("4.2.1.4")
def test_the_sample_is_frozen_when_the_survey_starts(market: Survey) -> None:
    market.customer("C009", "C", state="inactive")
    market.customer("X001", site="GZ")
    excluded = [{"customer_code": "C003", "reason": "new owner"}]
    number = market.campaign(sample_rule=[{"tier": "A", "share": 100}], excluded=excluded, targets=[{"item": "delivery", "mean": "4.5"}])
    whys = {one["customer_code"]: (one["why"], one["reason"]) for one in market.get(f"campaigns/{number}/sample")}
    assert whys == {
        "C001": ("drawn", None), "C002": ("drawn", None), "C003": ("excluded", "new owner"), "C004": ("tier_not_asked", None),
        "C005": ("tier_not_asked", None), "C009": ("inactive", None),
    }  # fmt: skip
    market.customer("C010")
    assert sorted(market.tokens(number)) == ["C001", "C002"]
    fact = market.facts("kesu.campaign.started.v1")[0]
    assert (fact["asked"], fact["left_out"], fact["targets"]["delivery"], fact["targets"]["service"]) == (2, 4, "4.5", "4")
    assert market.get(f"campaigns/{number}")["state"] == "collecting"


def test_nobody_to_ask_and_a_day_that_is_over_are_refused_and_leave_the_plan_as_it_was(survey: Survey) -> None:
    plan = survey.approved_plan()
    later, over = ((clock.now().date() + timedelta(days=days)).isoformat() for days in (9, -2))
    assert "No customer" in survey.post("campaigns", {"plan": plan, "ends_on": later}, expect=409)["detail"]
    survey.customer("C001")
    assert survey.post("campaigns", {"plan": plan, "ends_on": over}, expect=422)["errors"][0]["pointer"] == "#/ends_on"
    assert survey.get(f"plans/{plan}")["state"] == "approved"
    survey.post(f"plans/{plan}/start", {"ends_on": later})


@pytest.mark.clause("4.2.1.5")
@pytest.mark.clause("4.2.3.5")
def test_an_item_below_its_target_is_stated_with_its_department_and_linked_to_the_corrective_action(market: Survey) -> None:
    number = market.campaign()
    tokens = market.tokens(number)
    market.answer(tokens["C001"], {**GOOD, "delivery": 3})
    market.answer(tokens["C002"], {**GOOD, "delivery": 4, "price": "no_opinion"})
    market.answer(tokens["C003"], {**GOOD, "delivery": 4})
    item = market.item(number, "delivery")
    assert (item["n"], round(item["mean"], 4), item["target"], item["met"], item["satisfied"]["hits"]) == (3, 3.6667, 4.0, False, 2)
    market.post(f"campaigns/{number}/close")
    assert market.facts("kesu.target.missed.v1") == [
        {
            "campaign": number, "item": "delivery", "item_zh": "交货期", "item_en": "Delivery", "department": "production",
            "mean": "3.667", "target": "4", "n": 3,
        }
    ]  # fmt: skip
    assert market.facts("kesu.campaign.closed.v1")[0]["missed"] == ["delivery"]
    capa = {"campaign": number, "item": "delivery", "state": "opened", "responsible_department": "production"}
    market.hear("capa.opened", "CA-SZ-2026-000001", sequence=7, **capa)
    market.hear("capa.opened", "CA-SZ-2026-000001", sequence=7, **capa)
    linked = market.get(f"campaigns/{number}/figures")["capas"]
    assert [(one["number"], one["item"], one["state"]) for one in linked] == [("CA-SZ-2026-000001", "delivery", "opened")]
    assert "CA-SZ-2026-000001" in market.browser("production@SZ").get(f"/survey/campaigns/{number}").text


@pytest.mark.clause("4.2.3.4")
def test_a_closed_survey_is_summed_up_and_then_takes_no_answers_any_more(market: Survey) -> None:
    number = market.campaign()
    tokens = market.tokens(number)
    market.answer(tokens["C001"], GOOD, "Please deliver on the agreed day.")
    market.post(f"campaigns/{number}/analyse", {"conclusions": "x"}, expect=409)
    market.post(f"campaigns/{number}/close")
    market.post(f"campaigns/{number}/close", expect=409)
    assert market.post(f"campaigns/{number}/analyse", {"conclusions": "Delivery dates."})["state"] == "analysed"
    assert market.get(f"campaigns/{number}/figures")["suggestions"][0]["text"] == "Please deliver on the agreed day."
    market.answer(tokens["C002"], GOOD, expect=409)
    open_tasks = market.program("sales@SZ").get(f"/survey/api/v1/tasks?subject={number}").json
    assert [task for task in open_tasks if task["state"] == "open"] == []


def test_closing_without_a_single_answer_needs_a_reason(market: Survey) -> None:
    number = market.campaign()
    assert market.post(f"campaigns/{number}/close", expect=422)["errors"][0]["pointer"] == "#/despite"
    market.post(f"campaigns/{number}/close", {"despite": "Strike at the post office."})
    assert market.facts("kesu.target.missed.v1") == []


@pytest.mark.clause("4.2.1.4")
def test_the_years_complaints_and_returns_stand_beside_the_answers(market: Survey) -> None:
    complaint = {"customer_code": "C001", "product": "GP-200", "severity": "major"}
    market.hear("complaint.registered", "KS-1", sequence=1, received_at="2026-03-01T08:00:00+08:00", **complaint)
    market.hear("complaint.registered", "KS-0", sequence=2, received_at="2025-12-31T23:59:00+08:00", **complaint)
    market.hear("complaint.registered", "KS-2", sequence=3, received_at="2025-12-31T16:00:00+00:00", **complaint)  # 1 January in Shenzhen
    market.hear("complaint.closed", "KS-1", sequence=9, **complaint)
    market.hear("complaint.registered", "KS-1", sequence=1, received_at="2026-03-01T08:00:00+08:00", **complaint)
    market.hear("return.requested", "RT-1", customer_code="C002", complaint="KS-1")
    market.hear("return.unannounced", "RT-9", customer_code=None)
    number = market.campaign()
    beside = {one["customer_code"]: one for one in market.get(f"campaigns/{number}/figures")["customers"]}
    assert [(one["number"], one["state"]) for one in beside["C001"]["complaints"]] == [("KS-2", "registered"), ("KS-1", "closed")]
    year = clock.now().year
    assert [one["number"] for one in beside["C002"]["returns"]] == (["RT-1"] if year == 2026 else [])


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        ("quality", "plans", 403),
        ("auditor", "plans", 403),
        ("warehouse", "campaigns", 403),
        ("lead", "campaigns", 403),
        ("quality", "questionnaires", 403),
    ],
)
def test_only_those_whose_work_it_is_may_do_it(survey: Survey, role: str, path: str, expected: int) -> None:
    survey.post(path, {}, role=role, expect=expected)


def test_another_sites_surveys_are_not_seen_and_a_plan_there_is_refused(market: Survey) -> None:
    number = market.campaign()
    stranger = market.program("sales@GZ", "lead@GZ")
    assert stranger.get("/survey/api/v1/campaigns").json == []
    for path in (f"campaigns/{number}", f"campaigns/{number}/figures", f"campaigns/{number}/sample", f"campaigns/{number}/forms"):
        assert stranger.get(f"/survey/api/v1/{path}").status_code == 404
    assert stranger.get(f"/survey/api/v1/invitations?campaign={number}").json == []
    assert stranger.post("/survey/api/v1/plans", json={"site": "SZ", "year": 2026, "quarter": 4}).status_code == 403
    assert market.app.test_client().get("/survey/api/v1/campaigns").status_code == 401
