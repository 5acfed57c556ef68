"""The test report on paper: a page to print, and the same as PDF, in Chinese, English or both."""

from __future__ import annotations

from flask import Blueprint, url_for

from kesu_common.people.copies import site_of
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import add_paper, sheet
from kesu_quality.cases.queries import case_of
from kesu_quality.measurements.queries import grid_of
from kesu_quality.permissions import READ
from kesu_quality.reports.content import report_of
from kesu_quality.sampling.queries import samples_of

pages = Blueprint("reports", __name__)


def _html(number: str, *, pdf: bool) -> str:
    session = current_session()
    case = case_of(session, current_actor(), number)
    report = report_of(session, case)
    code = report.verdict.code if report.verdict else None
    return sheet(
        "quality/reports/report.html",
        site_of(session, case.site),
        pdf=pdf,
        c=case,
        tests=[(test, *grid_of(test)) for test in report.tests],
        samples=[sample for sample in samples_of(session, number) if sample.accepted is not None],
        verdict=report.verdict,
        fingerprint=report.fingerprint,
        code=code,
        address=url_for("verification.verify", code=code, print=report.fingerprint, _external=True) if code else None,
    )


add_paper(pages, "/cases/<number>/report", "show", READ, _html)
