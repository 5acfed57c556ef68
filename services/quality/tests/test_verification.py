"""Whoever holds a printed test report can see, without signing in, whether it is genuine and still holds."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_quality.reports.content import report_of


def _printed(quality: Any, case: str) -> tuple[str, str]:
    """The code and the fingerprint on the report, which must stand on the paper."""
    from sqlalchemy import select

    from kesu_quality.cases.model import Case

    with quality.runtime.database.transaction() as session:
        report = report_of(session, session.scalars(select(Case).where(Case.number == case)).one())
        assert report.verdict is not None
        code, fingerprint = str(report.verdict.code), report.fingerprint
    paper = quality.browser("quality@SZ").get(f"/quality/cases/{case}/report?paper=en").text
    assert f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}" in paper
    assert fingerprint in paper
    return code, fingerprint


@pytest.mark.clause("4.1.3.4")
def test_a_report_is_verified_by_its_code(quality: Any) -> None:
    case = quality.judged()
    code, fingerprint = _printed(quality, case)
    stranger = quality.browser(language="en")
    valid = stranger.get("/quality/verify/", query_string={"code": f"{code[:4].lower()} {code[4:]}", "print": fingerprint})
    assert valid.status_code == 200
    assert "it holds" in valid.text
    assert "Hamburg Pumps" not in valid.text
    assert "revised since" in stranger.get("/quality/verify/", query_string={"code": code, "print": "0000-0000-0000-0000"}).text
    quality.test(case, "20")  # late: the report does not change
    assert "it holds" in stranger.get("/quality/verify/", query_string={"code": code, "print": fingerprint}).text
    quality.post(f"cases/{case}/revise", reason="New samples")
    assert "revised since" in stranger.get("/quality/verify/", query_string={"code": code}).text
    unknown = stranger.get("/quality/verify/?code=AAAABBBBCCCCDDDD")
    assert (unknown.status_code, "no report with this code" in unknown.text) == (404, True)


def test_a_report_without_a_verdict_is_preliminary_and_has_no_code(quality: Any) -> None:
    case = quality.case()
    paper = quality.browser("quality@SZ").get(f"/quality/cases/{case}/report?paper=en").text
    assert "Preliminary" in paper
    assert "Code of the report" not in paper


def test_a_verdict_after_the_withdrawal_is_refused_and_nothing_is_lost(quality: Any) -> None:
    case = quality.case()
    quality.standard()
    quality.test(case, "20.04")
    quality.hear("complaint.withdrawn", quality.complaint["number"], **{**quality.complaint, "reason": "Entered twice."})
    quality.verdict(case, expect=409)
    assert quality.test(case, "20.05")["late"] is True
    kept = quality.get(f"cases/{case}")
    assert (kept["state"], kept["verdicts"], len(kept["measurements"])) == ("closed", [], 2)
    quality.post(f"cases/{case}/reopen", reason="The customer wants to know")
    assert quality.verdict(case)["verdict"] == "ours"
