"""The page of the glossary."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.importing import ImportReport, run_import
from kesu_common.spreadsheets import open_table
from kesu_common.web.access import allow
from kesu_common.web.choices import site_choices
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import NothingIn
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_intake.glossary import queries
from kesu_intake.glossary.commands import enter_term, remove_term
from kesu_intake.glossary.imports import TERMS
from kesu_intake.glossary.model import Term
from kesu_intake.glossary.schemas import TermIn, TermListArgs
from kesu_intake.permissions import MAINTAIN_GLOSSARY, READ

pages = Blueprint("glossary", __name__)
SHOWN = 50
"""Refused rows that are named on the page."""


@pages.get("/glossary/")
@allow(READ)
def listing() -> Response:
    """The terms, and the forms to enter or import some."""
    return _page(FormState())


@pages.post("/glossary/")
@allow(MAINTAIN_GLOSSARY)
def enter() -> Response:
    """Enter a term, or change the one with this English."""
    try:
        term = enter_term(current_session(), current_actor(), **load_form(TermIn(), request))
    except Invalid as error:
        return _page(FormState.refused(request, error), status=status_of(error))
    flash(say(N_("%(en)s = %(zh)s is in the glossary."), {"en": term.en, "zh": term.zh}), "good")
    return see_other(url_for("glossary.listing"))


@pages.post("/glossary/import")
@allow(MAINTAIN_GLOSSARY)
def import_terms() -> Response:
    """Take a CSV or XLSX file in: rows that are refused are named, the others go in."""
    file = request.files.get("files")
    if file is None or not file.filename:
        return _page(FormState(errors={"files": [say(N_("Choose a file."))]}), status=422)
    try:
        table = open_table(file.stream, name=file.filename)
        report = run_import(
            TERMS,
            table,
            session_factory=current_runtime().database.transaction,
            actor=current_actor(),
            defaults={"site": request.form.get("site", "")},
        )
    except Invalid as error:
        return _page(FormState.refused(request, error), status=status_of(error))
    return _page(FormState(), report=report)


@pages.post("/glossary/<uuid:term_id>/remove")
@allow(MAINTAIN_GLOSSARY)
def remove(term_id: UUID) -> Response:
    """Take a term out."""
    load_form(NothingIn(), request)
    remove_term(current_session(), current_actor(), queries.term_of(current_session(), current_actor(), term_id, MAINTAIN_GLOSSARY))
    return see_other(url_for("glossary.listing"))


def _page(form: FormState, *, report: ImportReport | None = None, status: int = 200) -> Response:
    args = page_args(TermListArgs())
    page = paginate(current_session(), queries.terms(current_actor(), args), queries.SORTS, identity=Term.id, args=args, default="en")
    sites = site_choices(current_session(), current_actor(), MAINTAIN_GLOSSARY)
    refusals = [(r.row, r.column, r.text(say)) for r in report.refused[:SHOWN]] if report else []
    return render("intake/glossary/list.html", status=status, page=page, form=form, sites=sites, report=report, refusals=refusals)
