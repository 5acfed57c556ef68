"""Cases: opened by a dispatch, tested against the standard, judged once, taken up again when the customer disagrees."""

from __future__ import annotations

import threading
from typing import Any

import pytest


@pytest.mark.clause("4.1.3.1-b", "3.5")
def test_a_complaint_dispatched_to_quality_becomes_a_case_with_a_task(quality: Any) -> None:
    number = quality.case()
    case = quality.get(f"cases/{number}")
    assert (case["complaint"], case["state"], case["question"]) == ("KS-SZ-2026-000123", "opened", "请检测轴封。")
    assert case["due_at"] == quality.due.isoformat()
    assert quality.open_tasks(number) == {("case.test", "quality")}
    assert quality.facts("kesu.case.opened.v1")[0]["complaint"] == "KS-SZ-2026-000123"


def test_a_dispatch_that_does_not_ask_quality_opens_nothing(quality: Any) -> None:
    asked = [{"department": "rnd", "question": "?", "due_at": "2099-01-01T00:00:00+00:00"}]
    quality.hear("complaint.dispatched", quality.complaint["number"], **{**quality.complaint, "departments": asked})
    assert quality.get("cases") == []


def test_a_dispatch_delivered_twice_or_with_unknown_fields_opens_one_case(quality: Any) -> None:
    for _ in range(2):
        quality.hear("complaint.dispatched", quality.complaint["number"], sequence=5, **{**quality.complaint, "colour": "blue"})
    assert len(quality.get("cases")) == 1


def test_a_dispatch_that_arrives_after_the_withdrawal_opens_nothing(quality: Any) -> None:
    quality.hear("complaint.withdrawn", quality.complaint["number"], sequence=9, **{**quality.complaint, "reason": "Entered twice."})
    quality.hear("complaint.dispatched", quality.complaint["number"], sequence=8, **quality.complaint)
    assert quality.get("cases") == []


@pytest.mark.clause("4.1.3.2")
def test_values_are_judged_against_the_limits_not_typed(quality: Any) -> None:
    number = quality.case()
    quality.standard()
    test = quality.test(number, "19.98", "20.02", "20.021")
    assert [value["conforms"] for value in test["values"]] == [True, True, False]
    assert (test["result"], test["failed"], test["missing"]) == ("fail", ["Bore"], ["Hardness", "Appearance"])
    assert quality.get(f"cases/{number}")["state"] == "testing"
    assert quality.facts("kesu.test.recorded.v1")[0]["standard_version"] == 1
    quality.post(f"cases/{number}/tests", expect=422, sample="1", values=[{"characteristic": 1, "value": "20", "conforms": True}])


@pytest.mark.clause("4.1.3.2")
def test_the_version_valid_at_manufacture_counts(quality: Any) -> None:
    number = quality.case()
    first = quality.standard()
    quality.standard(valid_from="2026-06-01")
    quality.post(f"cases/{number}/plan", plan="5 pieces", manufactured_on="2026-05-31")
    assert quality.test(number, "20")["standard"] == first["number"]
    quality.post(f"cases/{number}/plan", plan="5 pieces", manufactured_on="2026-06-01")
    assert quality.test(number, "20")["standard_version"] == 2


def test_without_a_released_standard_nothing_can_be_measured(quality: Any) -> None:
    number = quality.case()
    problem = quality.post(f"cases/{number}/tests", expect=409, sample="1", values=[{"characteristic": 1, "value": "20"}])
    assert "GP-200" in problem["detail"]
    assert quality.get(f"cases/{number}")["state"] == "opened"


@pytest.mark.parametrize(
    "values",
    [
        [{"characteristic": 4, "value": "20"}],
        [{"characteristic": 1, "value": "20"}, {"characteristic": 1, "value": "21"}],
        [{"characteristic": 3, "value": "1.5"}],
        [{"characteristic": 1, "value": "NaN"}],
        [{"characteristic": 1, "value": "1e30"}],
        [],
    ],
)
def test_values_that_do_not_belong_to_the_standard_are_refused(quality: Any, values: list[dict[str, Any]]) -> None:
    number = quality.case()
    quality.standard()
    quality.post(f"cases/{number}/tests", expect=422, sample="1", values=values)
    assert quality.get(f"cases/{number}")["measurements"] == []


@pytest.mark.clause("4.1.3.3", "4.1.3.4")
def test_a_verdict_names_defect_department_and_words_for_the_customer(quality: Any) -> None:
    number = quality.case()
    quality.standard()
    quality.verdict(number, expect=409)
    quality.test(number, "20.04")
    problem = quality.verdict(number, expect=422, defect_code=None)
    assert problem["errors"][0]["pointer"] == "#/defect_code"
    quality.verdict(number, expect=422, defect_code="XYZ-9")
    quality.verdict(number)
    fact = quality.facts("kesu.verdict.given.v1")[0]
    assert (fact["case"], fact["verdict"], fact["defect_zh"], fact["responsible_department"], fact["severity"]) == (
        number, "ours", "尺寸超差", "production", "major",
    )  # fmt: skip
    assert quality.open_tasks(number) == set()


def test_a_verdict_without_any_test_needs_to_say_why(quality: Any) -> None:
    number = quality.case()
    quality.post(f"cases/{number}/plan", plan="look at the photo")
    assert quality.verdict(number, "not_ours", expect=422)["errors"][0]["pointer"] == "#/untested"
    assert quality.verdict(number, "not_ours", untested="It is not our product.")["verdict"] == "not_ours"


def test_a_test_after_the_verdict_is_kept_and_marked_late(quality: Any) -> None:
    number = quality.judged()
    assert quality.test(number, "20")["late"] is True
    assert quality.get(f"cases/{number}")["state"] == "judged"


def test_of_two_verdicts_at_the_same_moment_one_wins(quality: Any) -> None:
    number = quality.case()
    quality.standard()
    quality.test(number, "20.04")
    start, answers = threading.Barrier(2), []

    def judge(verdict: str) -> None:
        client = quality.program("quality@SZ", login=verdict)
        start.wait()
        body = {"verdict": verdict, "summary": "…"}
        answers.append(client.post(f"/quality/api/v1/cases/{number}/verdict", json=body).status_code)

    threads = [threading.Thread(target=judge, args=(verdict,)) for verdict in ("not_ours", "undetermined")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert len(quality.get(f"cases/{number}")["verdicts"]) == 1


@pytest.mark.clause("4.1.3.1-c")
@pytest.mark.parametrize("fact", ["complaint.disputed", "complaint.reopened"])
def test_a_customer_who_disagrees_brings_the_case_back_to_testing(quality: Any, fact: str) -> None:
    number = quality.judged()
    quality.hear(fact, quality.complaint["number"], **{**quality.complaint, "reason": "Still leaking."})
    case = quality.get(f"cases/{number}")
    assert (case["state"], case["verdict"], case["round"]) == ("testing", None, 2)
    assert quality.facts("kesu.case.reopened.v1")[0]["reason"] == "Still leaking."
    assert quality.open_tasks(number) == {("case.test", "quality")}
    quality.hear("complaint.dispatched", quality.complaint["number"], **quality.complaint)  # sales asks again after a dispute
    assert quality.get(f"cases/{number}")["round"] == 2
    quality.verdict(number, "not_ours")
    revised = quality.facts("kesu.verdict.revised.v1")[0]
    assert (revised["before"], revised["verdict"]) == ("ours", "not_ours")


def test_a_withdrawn_complaint_closes_its_case_with_a_note(quality: Any) -> None:
    number = quality.case()
    quality.hear("complaint.withdrawn", quality.complaint["number"], **{**quality.complaint, "reason": "Entered twice."})
    case = quality.get(f"cases/{number}")
    assert (case["state"], case["closing_note"]) == ("closed", "Entered twice.")
    assert quality.open_tasks(number) == set()
    quality.hear("complaint.withdrawn", quality.complaint["number"], **{**quality.complaint, "reason": "Entered twice."})


def test_a_question_taken_back_closes_the_case_only_when_it_was_put_to_quality(quality: Any) -> None:
    number, about = quality.case(), {**quality.complaint, "reason": "Wrong product."}
    quality.hear("complaint.question_taken_back", about["number"], **about, department="production")
    assert quality.get(f"cases/{number}")["state"] != "closed"
    quality.hear("complaint.question_taken_back", about["number"], **about, department="quality")
    case = quality.get(f"cases/{number}")
    assert (case["state"], case["closing_note"]) == ("closed", "Wrong product.")


def test_a_closed_complaint_closes_its_judged_case(quality: Any) -> None:
    number = quality.judged()
    quality.hear("complaint.closed", quality.complaint["number"], **quality.complaint)
    assert quality.get(f"cases/{number}")["state"] == "closed"


@pytest.mark.parametrize("role", ["sales", "production", "lead", "gm", "auditor"])
def test_only_quality_judges(quality: Any, role: str) -> None:
    number = quality.case()
    quality.post(f"cases/{number}/plan", plan="5 pieces")
    quality.post(f"cases/{number}/verdict", role, expect=403, verdict="undetermined", summary="…")


def test_another_site_does_not_see_the_case(quality: Any) -> None:
    number = quality.case()
    quality.post(f"cases/{number}/plan", at="HZ", expect=404, plan="…")
    assert quality.program("quality@HZ").get("/quality/api/v1/cases").json == []


def test_a_case_by_hand_and_a_stale_version(quality: Any) -> None:
    made = quality.post("cases", expect=201, site="SZ", product="GP-200", text="Noise at incoming inspection")
    quality.post(f"cases/{made['number']}/plan", plan="5 pieces")
    stale = quality.program("quality@SZ").post(
        f"/quality/api/v1/cases/{made['number']}/plan", json={"plan": "6"}, headers={"If-Match": f'"v{made["version"]}"'}
    )
    assert stale.status_code == 412


def test_a_case_learns_which_goods_it_is_about_unless_it_is_over(quality: Any) -> None:
    number = quality.complaint["number"]
    vague = {**quality.complaint, "product": None, "lot": None, "quantity": None}
    quality.hear("complaint.dispatched", number, **vague)
    case = quality.get("cases")[0]["number"]
    known = {name: quality.complaint[name] for name in ("number", "customer_code", "customer_name", "product", "serial", "severity")}
    quality.hear("complaint.amended", number, **known, lot="L2026-1107", quantity="12")
    found = quality.get(f"cases/{case}")
    assert (found["product"], found["lot"], found["quantity"]) == ("GP-200", "L2026-1107", "12")
    assert [fact["lot"] for fact in quality.facts("kesu.case.amended.v1")] == ["L2026-1107"]
    quality.hear("complaint.amended", number, **known, lot="L2026-1107", quantity="12", effect="…")
    assert len(quality.facts("kesu.case.amended.v1")) == 1, "nothing that concerns quality"
    quality.hear("complaint.withdrawn", number, **known, reason="x")
    quality.hear("complaint.amended", number, **known, lot="L9", quantity="12")
    assert quality.get(f"cases/{case}")["lot"] == "L2026-1107"


@pytest.mark.parametrize(("bore", "verdict"), [("20.00", "ours"), ("20.04", "no_fault_found")])
def test_a_verdict_that_says_otherwise_than_the_tests_says_why(quality: Any, bore: str, verdict: str) -> None:
    case = quality.case()
    quality.standard()
    quality.test(case, bore)
    assert quality.verdict(case, verdict, expect=422)["errors"][0]["pointer"] == "#/despite"
    quality.verdict(case, verdict, despite="与客户一同复现")
    assert quality.get(f"cases/{case}")["verdicts"][-1]["despite"] == "与客户一同复现"
    assert "与客户一同复现" in quality.browser("quality@SZ").get(f"/quality/cases/{case}").text


def test_nobody_is_responsible_here_for_what_is_not_ours(quality: Any) -> None:
    case = quality.case()
    quality.standard()
    quality.test(case, "20.00")
    quality.verdict(case, "not_ours", responsible_department="production")
    assert quality.facts("kesu.verdict.given.v1")[0]["responsible_department"] is None
