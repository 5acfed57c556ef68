"""A corrective action from the severe complaint to the signature, and what is refused on the way."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import Any

import pytest

from kesu_capa.capas.model import CAPA_STATES
from kesu_common.errors import NotAllowed
from kesu_common.i18n_catalogues import missing_translations

Capas = Any  # the class in conftest.py
COMPLAINT = "KS-SZ-2026-000123"
CAUSES: dict[str, Any] = {"occurrence_cause": "Die worn", "escape_cause": "No leak test at night", "cause_verified": "Reproduced"}


@pytest.mark.clause("4.1.3.5")
def test_a_major_complaint_opens_one_at_once_and_qa_is_told(capas: Capas) -> None:
    number = capas.escalate()
    assert capas.get(number)["state"] == "opened"
    assert capas.get(number)["complaints"] == [COMPLAINT]
    tasks = capas.facts("kesu.task.opened.v1")
    assert [(task["kind"], task["role"]) for task in tasks] == [("capa.assign", "quality")]


@pytest.mark.clause("4.1.3.5")
@pytest.mark.clause("3.1")
def test_a_critical_one_lies_on_the_gms_desk_and_only_the_gm_closes_it(capas: Capas) -> None:
    number = capas.escalate(severity="critical")
    assert ("capa.look", "gm") in [(task["kind"], task["role"]) for task in capas.facts("kesu.task.opened.v1")]
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="0 of 412 leak")
    refusal = capas.do(number, "close", "quality", expect=403, closing="done")
    assert "general manager" in refusal["detail"]
    assert capas.do(number, "close", "gm", closing="done")["signed_by"] == "Anna Li"


@pytest.mark.clause("4.1.3.6")
@pytest.mark.clause("4.1.3.4-d")
def test_the_whole_way_keeps_causes_actions_evidence_and_result(capas: Capas) -> None:
    number = capas.escalate()
    capas.to_verifying(number)
    assert capas.get(number)["state"] == "verifying"
    capas.do(number, "verify", effective=True, verification="0 of 412 leak", read_across="P-200 too")
    closed = capas.do(number, "close", closing="Works")
    assert closed["state"] == "closed"
    assert [action["evidence"] for action in capas.get(number)["actions"]] == ["Photo", "Shift log"]
    fact = capas.facts("kesu.capa.closed.v1")[0]
    assert (fact["complaints"], fact["customers"]) == ([COMPLAINT], ["C001"])
    assert not [
        task for task in capas.facts("kesu.task.opened.v1") if task["task"] not in {t["task"] for t in capas.facts("kesu.task.done.v1")}
    ]


def test_not_effective_goes_back_to_the_causes(capas: Capas) -> None:
    number = capas.escalate()
    capas.to_verifying(number)
    assert capas.do(number, "verify", effective=False, verification="3 of 412 leak")["state"] == "analysed"


@pytest.mark.clause("4.1.3.4-d")
def test_that_none_is_needed_is_a_decision_with_a_reason(capas: Capas) -> None:
    number = capas.escalate()
    capas.do(number, "decline", expect=422)
    assert capas.do(number, "decline", reason="Transport damage")["state"] == "declined"
    assert capas.facts("kesu.capa.declined.v1")[0]["reason"] == "Transport damage"


def test_the_effect_cannot_be_judged_while_actions_are_open(capas: Capas) -> None:
    number = capas.escalate()
    capas.do(number, "assign", leader="Zhao", department="production")
    capas.do(number, "contain", "production", problem="x", containment="y")
    capas.do(number, "analyse", "production", **CAUSES)
    capas.do(number, "plan", "production", actions=[{"description": "a", "department": "production"}])
    refusal = capas.do(number, "verify", expect=409, effective=True, verification="z")
    assert f"{number}/1" in refusal["detail"]


def test_another_departments_work_is_not_ones_own(capas: Capas) -> None:
    number = capas.escalate()
    capas.do(number, "assign", leader="Zhao", department="production")
    capas.do(number, "contain", "warehouse", expect=403, problem="x", containment="y")


@pytest.mark.clause("4.1.3.9")
def test_a_customer_whom_it_did_not_help_reopens_it_once(capas: Capas) -> None:
    number = capas.escalate()
    capas.to_verifying(number)
    capas.do(number, "verify", effective=True, verification="ok")
    capas.do(number, "close", closing="ok")
    for _ in range(3):
        capas.hear("followup.recorded", "F1", capa=number, effective=False, words="still leaks")
    assert capas.get(number)["state"] == "reopened"
    assert len(capas.facts("kesu.capa.reopened.v1")) == 1


def test_a_complaint_has_one_corrective_action_from_however_many_sides(capas: Capas) -> None:
    number = capas.escalate()
    capas.hear("complaint.escalated", COMPLAINT, severity="critical", reason="injury")
    capas.hear("review.completed", "RV-1", complaint=COMPLAINT, capa_needed=True, result="worn die")
    found = capas.all()
    assert [capa["number"] for capa in found] == [number]
    assert found[0]["severity"] == "critical"


@pytest.mark.clause("4.1.3.7-c")
def test_a_review_that_asks_for_it_opens_one_and_one_that_does_not_opens_none(capas: Capas) -> None:
    capas.hear("review.completed", "RV-1", complaint="KS-SZ-2026-000009", capa_needed=False, result="fine")
    assert capas.all() == []
    capas.hear(
        "review.completed", "RV-2", complaint="KS-SZ-2026-000010", capa_needed=True, result="worn", responsible_department="production"
    )
    assert capas.all()[0]["responsible_department"] == "production"


@pytest.mark.clause("4.2.3.5")
def test_a_missed_survey_target_opens_one_of_the_responsible_department(capas: Capas) -> None:
    missed = {
        "campaign": "SC-SZ-2026-000001",
        "item": "delivery",
        "item_en": "Delivery",
        "department": "warehouse",
        "mean": "3.1",
        "target": "4",
    }
    capas.hear("target.missed", "SC-SZ-2026-000001", **missed)
    found = capas.all()[0]
    assert (found["source"], found["campaign"], found["item"]) == ("survey", "SC-SZ-2026-000001", "delivery")
    assert found["responsible_department"] == "warehouse"


def test_a_verdict_heard_before_gives_defect_and_department(capas: Capas) -> None:
    verdict = {"complaint": COMPLAINT, "verdict": "ours", "defect_code": "FUN-03", "defect_zh": "泄漏", "defect_en": "Leak"}
    capas.hear("verdict.given", "QC-1", **verdict, responsible_department="production")
    capa = capas.get(capas.escalate())
    assert (capa["defect_code"], capa["responsible_department"]) == ("FUN-03", "production")
    assert capa["title"] == "P-100: FUN-03 泄漏 / Leak"


def test_an_older_verdict_heard_late_changes_nothing(capas: Capas) -> None:
    for sequence, code in ((20, "FUN-03"), (10, "DIM-01")):
        capas.hear("verdict.given", "QC-1", sequence=sequence, complaint=COMPLAINT, verdict="ours", defect_code=code)
    assert capas.get(capas.escalate())["defect_code"] == "FUN-03"


@pytest.mark.parametrize("state", CAPA_STATES.states)
@pytest.mark.parametrize("command", CAPA_STATES.commands)
def test_every_state_decides_every_command(state: str, command: str) -> None:
    if command in CAPA_STATES.allowed(state):
        assert CAPA_STATES.next(state, command) in CAPA_STATES.states
    else:
        with pytest.raises(NotAllowed):
            CAPA_STATES.next(state, command)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_show_every_step_in_both_languages(capas: Capas, language: str) -> None:
    number = capas.escalate()
    browser = capas.browser("quality@SZ", "production@SZ", "gm@SZ", language=language)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("assign", {"leader": "Zhao", "department": "production"}),
        ("contain", {"problem": "x", "containment": "y"}),
        ("analyse", CAUSES),
        ("plan", {"actions": [{"description": "a", "department": "production"}]}),
        ("do", {"line": 1, "evidence": "z"}),
        ("verify", {"effective": True, "verification": "v"}),
        ("close", {"closing": "c"}),
    ]
    for step, data in steps:
        assert browser.get(f"/capa/capas/{number}").status_code == 200
        assert browser.get(f"/capa/capas/{number}/{step}").status_code == 200
        capas.do(number, step, "quality", **data)
    page = browser.get(f"/capa/capas/{number}").text
    assert ("已关闭" if language == "zh" else "Closed") in page
    assert browser.get("/capa/capas/").status_code == 200
    assert browser.get("/capa/capas/new").status_code == 200


def test_nothing_is_untranslated() -> None:
    assert missing_translations("kesu_capa") == []


VERDICT = {
    "complaint": COMPLAINT,
    "verdict": "ours",
    "defect_code": "SEAL-LEAK",
    "defect_zh": "轴封泄漏",
    "defect_en": "Shaft seal leaks",
    "responsible_department": "production",
}


@pytest.mark.clause("4.1.3.5")
@pytest.mark.parametrize("order", list(permutations(("verdict", "escalated", "review"))), ids=", ".join)
def test_what_is_heard_of_a_complaint_makes_one_report_with_the_same_facts_in_whichever_order(capas: Any, order: tuple[str, ...]) -> None:
    tell = {
        "verdict": partial(capas.hear, "verdict.given", "QC-SZ-2026-000001", **VERDICT),
        "escalated": partial(capas.escalate, severity="major"),
        "review": partial(capas.hear, "review.completed", "RV-1", complaint=COMPLAINT, capa_needed=True, result="worn die"),
    }
    for heard in order:
        tell[heard]()
    (capa,) = capas.all(complaint=COMPLAINT)
    told = {name: capa[name] for name in ("product", "lot", "severity", "defect_code", "responsible_department")}
    assert list(told.values()) == ["P-100", "L1", "major", "SEAL-LEAK", "production"]
    assert len(capas.facts("kesu.capa.opened.v1")) == 1
    assert len(capas.facts("kesu.capa.joined.v1")) == 2


def test_a_verdict_that_comes_when_the_work_has_begun_is_joined_and_leaves_the_report_to_its_leader(capas: Capas) -> None:
    number = str(capas.escalate())
    capas.do(number, "assign", leader="Zhao Qiang", department="warehouse")
    capas.do(number, "contain", "warehouse", problem="Leaks", containment="Blocked")
    title = capas.get(number)["title"]
    capas.hear("verdict.given", "QC-SZ-2026-000001", **VERDICT)
    capa = capas.get(number)
    assert (capa["defect_code"], capa["responsible_department"], capa["title"]) == ("SEAL-LEAK", "warehouse", title)
    capas.hear("verdict.revised", "QC-SZ-2026-000001", sequence=99, **{**VERDICT, "defect_code": "DIM-01"})
    assert capas.get(number)["defect_code"] == "SEAL-LEAK", "what was worked on is not exchanged under the leader's hands"
    assert len(capas.facts("kesu.capa.joined.v1")) == 2


@pytest.mark.clause("4.1.3.5")
@pytest.mark.parametrize("order", [["verdict", "escalated"], ["escalated", "verdict"]], ids=" before ".join)
def test_verdict_and_escalation_make_the_same_report_in_whichever_order_they_come(capas: Any, order: list[str]) -> None:
    for heard in order:
        if heard == "verdict":
            capas.hear("verdict.given", "QC-SZ-2026-000001", **VERDICT)
        else:
            capas.escalate()
    (capa,) = capas.all(complaint=COMPLAINT)
    assert (capa["title"], capa["defect_code"], capa["responsible_department"]) == (
        "P-100: SEAL-LEAK 轴封泄漏 / Shaft seal leaks",
        "SEAL-LEAK",
        "production",
    )
    assert len(capas.facts("kesu.capa.opened.v1")) == 1
    assert [fact["reason"] for fact in capas.facts("kesu.capa.joined.v1")] == ["SEAL-LEAK 轴封泄漏 / Shaft seal leaks"]
