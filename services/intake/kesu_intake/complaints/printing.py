"""The complaint form on paper (客诉处理单, clause 6-a): a page to print, and the same as PDF."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request, send_file

from kesu_common.documents import render_pdf
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.translations import language
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
    from io import BytesIO

    made = render_pdf(_html(number, pdf=True))
    return send_file(BytesIO(made), mimetype="application/pdf", as_attachment=True, download_name=f"{number}.pdf")


def _html(number: str, *, pdf: bool) -> str:
    session = current_session()
    complaint = complaint_of(session, current_actor(), number)
    site = site_of(session, complaint.site)
    g.timezone = site.timezone
    paper = request.args.get("paper", "both")
    return render_template(
        "intake/complaints/print.html",
        c=complaint,
        d=details_of(session, complaint),
        site=site,
        pdf=pdf,
        paper=paper if paper in {"zh", "en", "both"} else "both",
        organisation=site.name("zh" if paper != "en" else language()),
    )
