"""The public page that says whether a printed test report is genuine and still holds. It needs no sign-in, only the report's code."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from sqlalchemy import select

from kesu_common.people.copies import site_of
from kesu_common.web.access import public
from kesu_common.web.current import current_session
from kesu_common.web.pages import render
from kesu_quality.cases.model import Case
from kesu_quality.reports.content import report_of, verdict_with

pages = Blueprint("verification", __name__)


@pages.get("/verify/")
@public
def verify() -> Response:
    """`?code=` of the report and, from its address, `print=` its fingerprint: valid, changed, or unknown. Names nobody."""
    code = request.args.get("code", "")[:64]
    if not code.strip():
        return render("quality/reports/verify.html", code="", answer=None)
    session = current_session()
    verdict = verdict_with(session, code)
    if verdict is None:
        return render("quality/reports/verify.html", status=404, code=code, answer="unknown")
    case = session.scalars(select(Case).where(Case.number == verdict.case_number)).one()
    g.timezone = site_of(session, case.site).timezone
    report = report_of(session, case)
    holds = report.verdict is not None and report.verdict.id == verdict.id
    printed = request.args.get("print", "")
    same = holds and printed in ("", report.fingerprint)
    return render(
        "quality/reports/verify.html", code=code, answer="valid" if same else "changed", verdict=verdict, report=report, holds=holds
    )
