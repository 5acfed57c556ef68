"""The complaint form on paper (客诉处理单, clause 6-a): a page to print, and the same as PDF."""

from __future__ import annotations

from flask import Blueprint, Response

from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import send_pdf, sheet
from kesu_intake.complaints.details import details_of
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.permissions import READ

pages = Blueprint("printing", __name__)


@pages.get("/complaints/<number>/print")
@allow(READ)
def show(number: str) -> str:
    """The form as a page; `?paper=zh|en|both`."""
    return _html(number, pdf=False)


@pages.get("/complaints/<number>/form.pdf")
@allow(READ)
def pdf(number: str) -> Response:
    """The form as PDF. Where fonts or Pango are missing the answer says so; the page above still prints."""
    return send_pdf(_html(number, pdf=True), number)


def _html(number: str, *, pdf: bool) -> str:
    session = current_session()
    complaint = complaint_of(session, current_actor(), number)
    details = details_of(session, complaint)
    return sheet("intake/complaints/print.html", site_of(session, complaint.site), pdf=pdf, c=complaint, d=details)
