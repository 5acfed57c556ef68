"""Pages of cases: the list, one case with its measuring grids, a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from sqlalchemy import select

from kesu_common.attachments import attachments_of
from kesu_common.errors import Invalid, KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.translations import say
from kesu_quality.cases import queries
from kesu_quality.cases.commands import open_case
from kesu_quality.cases.model import CASE_STATES, MAIN_WAY, SEVERITIES, Case
from kesu_quality.cases.operations import OPERATIONS
from kesu_quality.cases.schemas import CaseArgs, CaseIn
from kesu_quality.copies.queries import files_of_complaint
from kesu_quality.costs.queries import costs_of, totals_of
from kesu_quality.defects.queries import defects
from kesu_quality.goods.model import Goods
from kesu_quality.handlings.model import Handling
from kesu_quality.instruments.queries import codes_at
from kesu_quality.measurements.commands import standard_for
from kesu_quality.measurements.instrument_files import read_readings
from kesu_quality.measurements.pages import attach_photos
from kesu_quality.measurements.queries import grid_of, tests_of
from kesu_quality.measurements.schemas import CELL
from kesu_quality.permissions import OPEN_CASE, READ, TEST
from kesu_quality.sampling.queries import sample_of, samples_of
from kesu_quality.sampling.tables import LEVELS, aqls, limiting_qualities
from kesu_quality.show import operation_form, record_page
from kesu_quality.standards.queries import standard_at
from kesu_quality.verdicts.model import RESPONSIBLE, VERDICTS
from kesu_quality.verdicts.queries import verdicts_of

pages = Blueprint("cases", __name__)
PIECES = 5
MOST_PIECES = 200
CHOICES: Mapping[str, Any] = {
    "states": CASE_STATES.states, "severities": SEVERITIES, "verdict_codes": VERDICTS, "departments": RESPONSIBLE, "main_way": MAIN_WAY,
    "aqls": aqls(), "levels": LEVELS, "limiting_qualities": limiting_qualities(),
}  # fmt: skip


@pages.get("/cases/")
@allow(READ)
def listing() -> Response:
    """The cases that one may see."""
    args = page_args(CaseArgs())
    page = paginate(current_session(), queries.cases(current_actor(), args), queries.SORTS, identity=Case.id, args=args)
    return render("quality/cases/list.html", page=page, may_open=current_actor().may(OPEN_CASE), **CHOICES)


@pages.route("/cases/new", methods=["GET", "POST"])
@allow(OPEN_CASE)
def new() -> Response:
    """Open a case by hand."""
    if request.method == "GET":
        return _new(FormState.of({"severity": "minor"}))
    try:
        case = open_case(current_session(), current_actor(), **load_form(CaseIn(), request))
    except (FormInvalid, KesuError) as error:
        return _new(FormState.refused(request, error), 422)
    flash(say(N_("%(number)s is open."), {"number": case.number}), "good")
    return see_other(_address(case.number))


def _new(form: FormState, status: int = 200) -> Response:
    sites = sites_where(current_session(), current_actor(), OPEN_CASE)
    return render("quality/cases/new.html", status=status, form=form, sites=sites, **CHOICES)


@pages.get("/cases/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One case: the complaint, the tests as grids, the verdicts, what else is about the same complaint."""
    session = current_session()
    case = queries.case_of(session, current_actor(), number)
    tests = [(test, *grid_of(test)) for test in reversed(tests_of(session, number))]
    related: dict[str, Any] = {"handlings": [], "goods": []}
    if case.complaint:
        related = {
            "handlings": session.scalars(select(Handling).where(Handling.complaint == case.complaint).order_by(Handling.number)).all(),
            "goods": session.scalars(select(Goods).where(Goods.complaint == case.complaint).order_by(Goods.number)).all(),
        }
    costs = costs_of(session, case)
    standard = standard_at(session, case.site, case.product, case.standard_day)
    return record_page(
        "quality/cases/show.html",
        OPERATIONS,
        case,
        tests=tests,
        verdicts=verdicts_of(session, number),
        standard=standard,
        samples=samples_of(session, number),
        costs=costs,
        totals=totals_of(costs),
        attachments=attachments_of(session, number),
        complaint_files=files_of_complaint(session, case.complaint),
        may_test=current_actor().may(TEST, case.site),
        form=FormState(),
        **related,
        **CHOICES,
    )


def _beside(case: Case) -> Mapping[str, Any]:
    session = current_session()
    pieces = min(MOST_PIECES, max(1, request.args.get("pieces", PIECES, type=int), g.get("pieces", 1), _posted_pieces()))
    codes = [(d.code, d.name_pair) for d in defects(session) if d.parent and d.active]
    return {
        "standard": standard_at(session, case.site, case.product, case.standard_day), "pieces": pieces, "defects": codes,
        "instruments": codes_at(session, case.site),
        "sample": sample_of(session, case), "tests": tests_of(session, case.number), "verdicts": verdicts_of(session, case.number),
        **CHOICES,
    }  # fmt: skip


def _posted_pieces() -> int:
    """The last piece that a posted grid has a value of, so that nothing typed or pasted is lost from view."""
    return max((int(name.rsplit("-", 1)[1]) for name in request.form if CELL.fullmatch(name)), default=1)


@pages.post("/cases/<number>/readings")
@allow(TEST)
def readings(number: str) -> Response:
    """An instrument's file into the grid: shown to be checked, saved by the form as if it had been typed."""
    session, actor = current_session(), current_actor()
    case = queries.case_of(session, actor, number)
    operation = next(each for each in OPERATIONS.all if each.path == "tests")
    form = FormState.of(operation.start(session, actor, case, {}), version=case.version)
    status = 200
    try:
        file = request.files.get("readings")
        if file is None or not file.filename:
            raise Invalid(N_("Choose the file of the instrument."), field="readings")
        cells = read_readings(file.stream, file.filename, standard_for(session, case))
        form.values.update(cells)
        g.pieces = max(int(name.rsplit("-", 1)[1]) for name in cells)
    except KesuError as error:
        form.errors.setdefault(error.field or "", []).append(say(error.message, error.params))
        status = 422
    return FORM(operation, case, form, status)


def _address(number: str) -> str:
    return url_for("cases.show", number=number)


FORM = operation_form("cases", "cases.show", _beside)
OPERATIONS.add_pages(pages, "cases", FORM, _address, attach_photos)
