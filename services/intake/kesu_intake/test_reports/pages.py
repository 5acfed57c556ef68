"""The test report in the customer's language (clause 4.1.3.4): a page to print, and the same as PDF."""

from __future__ import annotations

from flask import Blueprint, Response

from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import send_pdf
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.permissions import READ
from kesu_intake.test_reports.report import report_of

pages = Blueprint("test_reports", __name__)


@pages.get("/complaints/<number>/test-report")
@allow(READ)
def show(number: str) -> str:
    """The report as a page; `?paper=zh|en|both`."""
    return report_of(current_session(), complaint_of(current_session(), current_actor(), number), pdf=False)


@pages.get("/complaints/<number>/test-report.pdf")
@allow(READ)
def pdf(number: str) -> Response:
    """The report as PDF. Where fonts or Pango are missing the answer says so; the page above still prints."""
    html = report_of(current_session(), complaint_of(current_session(), current_actor(), number), pdf=True)
    return send_pdf(html, f"{number}-test-report")
