"""Pages of product standards: the list, one version, writing and revising."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import Invalid, KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.translations import say
from kesu_quality.permissions import KEEP_STANDARD, READ
from kesu_quality.show import operation_form, record_page
from kesu_quality.standards import queries
from kesu_quality.standards.commands import draft_standard
from kesu_quality.standards.importing import read_characteristics
from kesu_quality.standards.model import CLASSES, KINDS, STANDARD_STATES, Standard
from kesu_quality.standards.operations import OPERATIONS
from kesu_quality.standards.schemas import StandardArgs, StandardIn

pages = Blueprint("standards", __name__)
CHOICES: Mapping[str, Any] = {"states": STANDARD_STATES.states, "kinds": KINDS, "classes": CLASSES}


@pages.get("/standards/")
@allow(READ)
def listing() -> Response:
    """The versions of standards that one may see."""
    args = page_args(StandardArgs())
    page = paginate(current_session(), queries.standards(current_actor(), args), queries.SORTS, identity=Standard.id, args=args)
    return render("quality/standards/list.html", page=page, may_keep=current_actor().may(KEEP_STANDARD), **CHOICES)


@pages.route("/standards/new", methods=["GET", "POST"])
@allow(KEEP_STANDARD)
def new() -> Response:
    """Draft a standard."""
    if request.method == "GET":
        return _new(FormState.of({name: request.args[name] for name in ("product", "site") if name in request.args}))
    try:
        made = draft_standard(current_session(), current_actor(), **load_form(StandardIn(), request))
    except (FormInvalid, KesuError) as error:
        return _new(FormState.refused(request, error), 422)
    flash(say(N_("%(number)s is drafted."), {"number": made.number}), "good")
    return see_other(_address(made.number))


@pages.post("/standards/import")
@allow(KEEP_STANDARD)
def read_spreadsheet() -> Response:
    """Characteristics from a spreadsheet into the form: shown to be checked, saved by it as if they had been typed."""
    form = FormState.typed(request)
    try:
        file = request.files.get("spreadsheet")
        if file is None or not file.filename:
            raise Invalid(N_("Choose a spreadsheet."), field="spreadsheet")
        form.values["characteristics"] = read_characteristics(file.stream, file.filename)
    except KesuError as error:
        form.errors.setdefault(error.field or "", []).append(say(error.message, error.params))
        return _new(form, 422)
    return _new(form)


def _new(form: FormState, status: int = 200) -> Response:
    sites = sites_where(current_session(), current_actor(), KEEP_STANDARD)
    return render("quality/standards/new.html", status=status, form=form, sites=sites, **CHOICES)


@pages.get("/standards/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One version with its characteristics, and the versions beside it."""
    session = current_session()
    standard = queries.standard_of(session, current_actor(), number)
    versions = queries.versions_of(session, standard.site, standard.product)
    return record_page("quality/standards/show.html", OPERATIONS, standard, versions=versions, **CHOICES)


def _address(number: str) -> str:
    return url_for("standards.show", number=number)


OPERATIONS.add_pages(pages, "standards", operation_form("standards", "standards.show", lambda _standard: CHOICES), _address)
