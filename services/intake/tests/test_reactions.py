"""Facts of other departments: delivered twice, late, out of order, with fields that nobody knows."""

from __future__ import annotations

from typing import Any

import pytest


def test_a_verdict_delivered_twice_answers_once(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number)
    for _ in range(2):
        shop.hear("verdict.given", "QC-1", sequence=7, case="QC-1", complaint=number, verdict="ours", summary="Hard seal", colour="blue")
    assert len(shop.facts("kesu.complaint.answered.v1")) == 1


def test_an_older_verdict_does_not_replace_a_newer_one(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number)
    shop.hear("verdict.revised", "QC-1", sequence=9, case="QC-1", complaint=number, verdict="not_ours", summary="Grease")
    shop.hear("verdict.given", "QC-1", sequence=8, case="QC-1", complaint=number, verdict="ours", summary="Seal")
    assert shop.get(number)["case"]["verdict"] == "not_ours"


def test_a_verdict_revised_after_the_reply_gives_sales_the_task_to_look_again(shop: Any) -> None:
    number = shop.replied()
    shop.verdict(number, "not_ours", fact="verdict.revised")
    assert shop.get(number)["state"] == "replied"
    assert ("complaint.revise", "sales") in shop.open_tasks(number)


def test_the_verdicts_severity_replaces_the_rules_and_escalates(shop: Any) -> None:
    number = shop.complaint()
    shop.dispatch(number)
    shop.verdict(number, severity="critical")
    complaint = shop.get(number)
    assert (complaint["severity"], complaint["escalated"]) == ("critical", "critical")
    assert complaint["severity_why"][0]["params"] == {"summary": "轴封硬度不足"}


def test_a_case_without_a_complaint_concerns_nobody_here(shop: Any) -> None:
    shop.hear("case.opened", "QC-SZ-2026-000002", complaint=None)
    shop.hear("verdict.given", "QC-SZ-2026-000002", case="QC-SZ-2026-000002", complaint=None, verdict="ours")


@pytest.mark.clause("4.1.3.9")
def test_a_corrective_action_closed_again_asks_the_customer_again(shop: Any) -> None:
    number = shop.complaint()
    shop.hear("capa.opened", "CA-1", sequence=99, number="CA-1", complaint=number, title="Seal")
    shop.hear("capa.closed", "CA-1", sequence=100, number="CA-1", complaints=[number])
    shop.hear("capa.closed", "CA-1", sequence=100, number="CA-1", complaints=[number])
    assert len(shop.get(number)["followups"]) == 1
    shop.do(number, "follow-up", effective=False, who="Ms Petersen", words="No.")
    shop.hear("capa.reopened", "CA-1", sequence=101, number="CA-1", reason="not effective", complaint=number)
    shop.hear("capa.closed", "CA-1", sequence=102, number="CA-1", complaints=[number])
    assert [f["state"] for f in shop.get(number)["followups"]] == ["recorded", "open"]
