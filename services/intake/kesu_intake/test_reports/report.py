"""Making the test report from the copies of quality's facts, so that no request waits on quality."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy.orm import Session

from kesu_common.attachments import Attachment
from kesu_common.documents import render_pdf
from kesu_common.errors import TooEarly
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.web.current import current_runtime
from kesu_common.web.paper import sheet
from kesu_intake.complaints.commands import attach_file
from kesu_intake.complaints.model import Complaint
from kesu_intake.copies.queries import case_of, tests_of

_LIMIT = 20 * 1024 * 1024


def report_of(session: Session, complaint: Complaint, *, pdf: bool, paper: str | None = None) -> str:
    """The report as HTML; `paper` (zh, en, both) overrules the address. Raises `TooEarly` before there is a verdict."""
    case = case_of(session, complaint.number)
    if case is None or case.verdict is None:
        raise TooEarly(N_("There is no test report before quality has given its verdict."))
    site, tests = site_of(session, complaint.site), tests_of(session, case.number)
    return sheet("intake/test_reports/report.html", site, pdf=pdf, chosen=paper, c=complaint, case=case, tests=tests)


def attach_report(session: Session, actor: Actor, complaint: Complaint, language: str) -> Attachment:
    """Make the PDF in that language and keep it with the complaint, as it goes out.

    Raises `TooEarly` before there is a verdict, and `DocumentsUnavailable` where no PDF can be made.
    """
    content = render_pdf(report_of(session, complaint, pdf=True, paper=language))
    name = f"{complaint.number}-test-report-{language}.pdf"
    stored = current_runtime().files.save(BytesIO(content), filename=name, limit=_LIMIT)
    return attach_file(session, actor, complaint, stored, "report")
