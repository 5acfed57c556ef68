"""The test report on paper: a page to print, and the same as PDF, in Chinese, English or both."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import send_pdf, sheet
from kesu_quality.cases.queries import case_of
from kesu_quality.measurements.queries import grid_of
from kesu_quality.permissions import READ
from kesu_quality.reports.content import report_of
from kesu_quality.sampling.queries import samples_of

pages = Blueprint("reports", __name__)


@pages.get("/cases/<number>/report")
@allow(READ)
def show(number: str) -> str:
    """The report as a page; `?paper=zh|en|both`."""
    return _html(number, pdf=False)


@pages.get("/cases/<number>/report.pdf")
@allow(READ)
def pdf(number: str) -> Response:
    """The report as PDF. Where fonts or Pango are missing the answer says so; the page above still prints."""
    return send_pdf(_html(number, pdf=True), number)


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
