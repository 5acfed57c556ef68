"""What the translator sees while typing: what still differs from the original, and which glossary terms are used."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.complaints.schemas import MOST_TEXT
from kesu_intake.glossary.queries import terms_of
from kesu_intake.permissions import TRANSLATE
from kesu_intake.working_texts.check import differences
from kesu_intake.working_texts.terms import proposals

pages = Blueprint("checking", __name__)


@pages.post("/complaints/<number>/translation-check")
@allow(TRANSLATE)
def check(number: str) -> Response:
    """Compare the text so far with the original. Nothing is written."""
    session = current_session()
    complaint = complaint_of(session, current_actor(), number)
    text = request.form.get("text", "")[:MOST_TEXT]
    into = site_of(session, complaint.site).working_language
    return render(
        "intake/complaints/translation-check.html",
        terms=proposals(complaint.text, text, terms_of(session, complaint.site), into),
        found=differences(complaint.text, text, (complaint.product, complaint.lot, complaint.serial)) if text.strip() else [],
        empty=not text.strip(),
    )
