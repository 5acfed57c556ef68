"""Pages of cases: the list, one case with its measuring grids, a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import sites_of
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
from kesu_quality.defects.queries import defects
from kesu_quality.goods.model import Goods
from kesu_quality.handlings.model import Handling
from kesu_quality.measurements.queries import grid_of, tests_of
from kesu_quality.permissions import OPEN_CASE, READ
from kesu_quality.show import operation_form, record_page
from kesu_quality.standards.queries import standard_at
from kesu_quality.verdicts.model import RESPONSIBLE, VERDICTS
from kesu_quality.verdicts.queries import verdicts_of

pages = Blueprint("cases", __name__)
PIECES = 5
MOST_PIECES = 50
CHOICES: Mapping[str, Any] = {
    "states": CASE_STATES.states, "severities": SEVERITIES, "verdict_codes": VERDICTS, "departments": RESPONSIBLE, "main_way": MAIN_WAY,
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
    sites = [site for site in sites_of(current_session()) if current_actor().may(OPEN_CASE, site.code)]
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
    standard = standard_at(session, case.site, case.product, case.standard_day)
    return record_page(
        "quality/cases/show.html",
        OPERATIONS,
        case,
        tests=tests,
        verdicts=verdicts_of(session, number),
        standard=standard,
        **related,
        **CHOICES,
    )


def _beside(case: Case) -> Mapping[str, Any]:
    session = current_session()
    pieces = min(MOST_PIECES, max(1, request.args.get("pieces", PIECES, type=int)))
    codes = [(d.code, d.name_pair) for d in defects(session) if d.parent]
    return {
        "standard": standard_at(session, case.site, case.product, case.standard_day), "pieces": pieces, "defects": codes,
        "tests": tests_of(session, case.number), "verdicts": verdicts_of(session, case.number), **CHOICES,
    }  # fmt: skip


def _address(number: str) -> str:
    return url_for("cases.show", number=number)


OPERATIONS.add_pages(pages, "cases", operation_form("cases", "cases.show", _beside), _address)
