"""The year's plan: drawn up by sales, approved by a lead who is somebody else, never started unapproved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kesu_common import clock

Survey = Any  # the class in conftest.py
SOON = (clock.now().date() + timedelta(days=20)).isoformat()


@pytest.mark.clause("4.2.1.1")
def test_a_lead_approves_and_only_then_the_survey_starts_once(market: Survey) -> None:
    number = market.plan()
    assert "too early" in market.post("campaigns", {"plan": number, "ends_on": SOON}, expect=409)["detail"]
    market.post(f"plans/{number}/submit")
    assert ("plan.approve", "lead") in [(task["kind"], task["role"]) for task in market.facts("kesu.task.opened.v1")]
    market.post("campaigns", {"plan": number, "ends_on": SOON}, expect=409)
    market.post(f"plans/{number}/approve", role="sales", expect=403)
    approved = market.post(f"plans/{number}/approve", role="lead", login="wu")
    assert (approved["state"], approved["approved_by"]) == ("approved", "Anna Li")
    assert market.facts("kesu.plan.approved.v1")[0]["number"] == number
    started = market.post("campaigns", {"plan": number, "ends_on": SOON}, expect=201)
    assert market.get(f"plans/{number}")["campaign"] == started["number"]
    market.post("campaigns", {"plan": number, "ends_on": SOON}, expect=409)
    assert len(market.facts("kesu.campaign.started.v1")) == 1


@pytest.mark.clause("4.2.1.1")
def test_nobody_approves_the_own_plan(survey: Survey) -> None:
    number = survey.post("plans", {"site": "SZ", "year": 2026, "quarter": 3}, role="lead", login="wu", expect=201)["number"]
    survey.post(f"plans/{number}/submit", role="lead", login="wu")
    refused = survey.post(f"plans/{number}/approve", role="lead", login="wu", expect=403)
    assert "Somebody else" in refused["detail"]
    survey.post(f"plans/{number}/approve", role="lead", login="zhou")


@pytest.mark.clause("4.2.1.1")
def test_what_the_lead_gives_back_is_reworked_and_submitted_again(survey: Survey) -> None:
    number = survey.plan()
    survey.post(f"plans/{number}/submit")
    survey.post(f"plans/{number}/return", {"reason": "Ask every B customer."}, role="lead", login="wu")
    assert survey.get(f"plans/{number}")["returned_because"] == "Ask every B customer."
    survey.post(f"plans/{number}/change", {"sample_rule": [{"tier": "B", "share": 100}]})
    submitted = survey.post(f"plans/{number}/submit")
    assert (submitted["state"], submitted["sample_rule"]) == ("submitted", [{"tier": "B", "share": 100}])
    survey.post(f"plans/{number}/change", {"year": 2027}, expect=409)


@pytest.mark.clause("4.2.1.3")
def test_a_plan_begins_with_what_the_sites_rules_say_of_its_tiers(survey: Survey) -> None:
    usual = [{"tier": "A", "share": 100}, {"tier": "B", "share": 50}, {"tier": "C", "share": 20}]
    assert survey.get(f"plans/{survey.plan()}")["sample_rule"] == usual
    rule = {"site": "SZ", "tier": "B", "clocks": {}, "agreement_by_lead": False, "grade_by_lead": False}
    survey.hear("tierrule.changed", "TIER-SZ-B", sequence=20, **rule, survey_share=75)
    survey.hear("tierrule.changed", "TIER-SZ-B", sequence=10, **rule, survey_share=5)
    later = survey.get(f"plans/{survey.plan()}")["sample_rule"]
    assert later == [usual[0], {"tier": "B", "share": 75}, usual[2]], "the newer rule counts, whichever comes last"
    page = survey.browser("sales@SZ", language="en").get("/survey/plans/new?site=SZ").get_data(as_text=True)
    assert 'value="75"' in page


@pytest.mark.clause("4.2.1.2")
@pytest.mark.parametrize("quarter", [1, 2])
def test_another_quarter_than_the_third_or_fourth_needs_a_reason(survey: Survey, quarter: int) -> None:
    refused = survey.post("plans", {"site": "SZ", "year": 2026, "quarter": quarter}, expect=422)
    assert refused["errors"][0]["pointer"] == "#/quarter_reason"
    survey.plan(quarter=quarter, quarter_reason="The main customer asks for it before its audit.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"targets": [{"item": "delivery", "mean": "7"}]},
        {"targets": [{"item": "suggestions", "mean": "3"}]},
        {"targets": [{"item": "nothing", "mean": "3"}]},
        {"sample_rule": [{"tier": "A", "share": 10}, {"tier": "A", "share": 20}]},
        {"sample_rule": [{"tier": "D", "share": 10}]},
        {"sample_rule": [{"tier": "A", "share": 101}]},
        {"year": 1789},
        {"surprise": 1},
        {"purpose": "a\x00b"},
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(survey: Survey, wrong: dict[str, Any]) -> None:
    assert survey.post("plans", {"site": "SZ", "year": 2026, "quarter": 4, **wrong}, expect=422)["errors"]


def test_an_unknown_questionnaire_is_not_found_and_a_draft_is_not_asked(survey: Survey) -> None:
    survey.post("plans", {"site": "SZ", "year": 2026, "quarter": 4, "questionnaire": "SQ-1"}, expect=404)
    survey.post("questionnaires/SQ-SZ-DEFAULT-v1/revise")
    survey.post("plans", {"site": "SZ", "year": 2026, "quarter": 4, "questionnaire": "SQ-SZ-DEFAULT-v2"}, expect=409)


def test_two_who_change_one_plan_do_not_overwrite_each_other(survey: Survey) -> None:
    number = survey.plan()
    client = survey.program("sales@SZ")
    seen = client.get(f"/survey/api/v1/plans/{number}").headers["ETag"]
    for expected in (200, 412):
        answer = client.post(f"/survey/api/v1/plans/{number}/change", json={"purpose": f"p{expected}"}, headers={"If-Match": seen})
        assert answer.status_code == expected, answer.text


def test_the_same_request_sent_twice_draws_up_one_plan(survey: Survey) -> None:
    client = survey.program("sales@SZ")
    answers = [
        client.post("/survey/api/v1/plans", json={"site": "SZ", "year": 2026, "quarter": 4}, headers={"Idempotency-Key": "k1"})
        for _ in "12"
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert len(survey.get("plans")) == 1
