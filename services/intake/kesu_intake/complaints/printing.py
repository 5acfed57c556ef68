"""The complaint form on paper (客诉处理单, clause 6-a): a page to print, and the same as PDF."""

from __future__ import annotations

from flask import Blueprint

from kesu_common.people.copies import site_of
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.paper import add_paper, sheet
from kesu_intake.complaints.details import details_of
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.permissions import READ

pages = Blueprint("printing", __name__)


def _html(number: str, *, pdf: bool) -> str:
    session = current_session()
    complaint = complaint_of(session, current_actor(), number)
    details = details_of(session, complaint)
    return sheet("intake/complaints/print.html", site_of(session, complaint.site), pdf=pdf, c=complaint, d=details)


add_paper(pages, "/complaints/<number>/print", "show", READ, _html, pdf_rule="/complaints/<number>/form.pdf")
