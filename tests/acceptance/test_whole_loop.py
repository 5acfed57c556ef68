"""The whole loop, from the complaint to the follow-up, in both ways of running: the same people do the same, and the same comes of it."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import Played


@pytest.mark.clause("4.1.3.1-a", "4.1.3.1-b", "4.1.3.1-c", "4.1.3.2", "4.1.3.4", "4.1.3.4-a", "4.1.3.5-a2", "4.1.3.7-a", "4.1.3.9")
def test_our_fault_goes_all_the_way_in_one_process(played_on_one: Played) -> None:
    check_our_fault(played_on_one)


@pytest.mark.clause("4.1.3.1-a", "4.1.3.1-b", "4.1.3.1-c", "4.1.3.2", "4.1.3.4", "4.1.3.4-a", "4.1.3.5-a2", "4.1.3.7-a", "4.1.3.9")
def test_our_fault_goes_all_the_way_in_separate_processes(played_on_many: Played) -> None:
    check_our_fault(played_on_many)


@pytest.mark.clause("4.1.3.3")
def test_not_our_fault_is_explained_and_closed_without_a_return_in_one_process(played_on_one: Played) -> None:
    check_not_our_fault(played_on_one)


@pytest.mark.clause("4.1.3.3")
def test_not_our_fault_is_explained_and_closed_without_a_return_in_separate_processes(played_on_many: Played) -> None:
    check_not_our_fault(played_on_many)


@pytest.mark.parametrize("kind", ["ours", "not ours", "survey"])
def test_both_ways_end_in_the_same_state(played_on_one: Played, played_on_many: Played, kind: str) -> None:
    assert played_on_one.outcomes[kind] == played_on_many.outcomes[kind]


@pytest.mark.clause("4.1.3.5", "4.1.3.4-d")
def test_the_major_fault_opened_one_corrective_action_which_its_verdict_and_its_review_joined(played_on_one: Played) -> None:
    capa = played_on_one.outcomes["ours"]["facts"]["capa"]
    assert (capa["kesu.capa.opened.v1"], capa["kesu.capa.joined.v1"]) == (1, 2)


@pytest.mark.clause("6-d")
def test_the_case_file_shows_every_fact_of_the_case_in_its_timeline(played_on_one: Played) -> None:
    result = played_on_one.outcomes["ours"]
    stated = sum(count for facts in result["facts"].values() for kind, count in facts.items() if not kind.startswith("kesu.task."))
    assert result["timeline"] == stated


@pytest.mark.clause("4.2.1.1", "4.2.1.3", "4.2.1.4", "4.2.1.5", "4.2.3.5")
def test_the_survey_stands_beside_the_complaints_and_its_missed_target_opens_a_corrective_action(played_on_one: Played) -> None:
    result = played_on_one.outcomes["survey"]
    assert result["response"] == {"hits": 1, "n": 1}
    assert [item["item"] for item in result["items"] if item["met"] is False] == ["product_quality"]
    assert [(capa["item"], capa["responsible_department"]) for capa in result["capas"]] == [("product_quality", "quality")]
    assert [(capa["item"], capa["state"]) for capa in result["linked"]] == [("product_quality", "opened")]
    assert [one["complaints"] for one in result["beside"]] == [["closed", "closed"]]


def check_our_fault(played: Played) -> None:
    """The complaint is confirmed and closed, the goods are exchanged piece by piece, the corrective action has helped."""
    result = played.outcomes["ours"]
    assert result["complaint"] == {
        "state": "closed",
        "severity": "major",
        "escalated": "major",
        "round": 1,
        "confirmed_how": "link",
        "quantity": "12",
        "dispatches": [("quality", "answered"), ("rnd", "answered")],
        "settlements": [("exchange", "12")],
        "replies": 1,
        "confirmations": [True],
        "followups": [("recorded", True)],
    }
    assert result["cases"] == [{"state": "closed", "verdict": "ours", "severity": "major", "tests": 1, "quantity": "12"}]
    [returned] = result["returns"]
    assert (returned["kind"], returned["state"], returned["shortfall"]) == ("exchange", "closed", "0")
    assert returned["lines"] == [{"claimed": "12", "received": "12", "approved": "12", "replaced": "12", "outstanding": "0"}]
    [goods] = result["goods"]
    assert goods["parts"] == [("rework", "6"), ("scrap", "6")]
    assert (goods["released"], goods["scrapped"], goods["open"], goods["waiting"]) == ("6", "6", "0", "0")
    [capa] = result["capas"]
    assert (capa["state"], capa["severity"], capa["actions"]) == ("closed", "major", ["done", "done"])


def check_not_our_fault(played: Played) -> None:
    """The complaint is explained, confirmed and closed; nothing comes back, nothing is corrected, nobody is followed up."""
    result = played.outcomes["not ours"]
    complaint = result["complaint"]
    assert (complaint["state"], complaint["settlements"], complaint["followups"]) == ("closed", [("explain", None)], [])
    assert [case["verdict"] for case in result["cases"]] == ["not_ours"]
    assert (result["returns"], result["goods"], result["reviews"], result["capas"]) == ([], [], [], [])
    assert (result["facts"]["returns"], result["facts"]["capa"]) == ({}, {})
