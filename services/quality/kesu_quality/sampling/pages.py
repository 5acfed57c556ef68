"""Pages of sampling: the series of lots and how severely each is inspected."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.pages import render
from kesu_common.web.paging import page_args, paginate
from kesu_quality.permissions import READ
from kesu_quality.sampling import queries
from kesu_quality.sampling.model import ENOUGH_SCORE, SERIES_STATES, Series
from kesu_quality.sampling.operations import OPERATIONS
from kesu_quality.sampling.schemas import SeriesArgs
from kesu_quality.show import operation_form, record_page

pages = Blueprint("sampling", __name__)


@pages.get("/sampling/")
@allow(READ)
def listing() -> Response:
    """The series that one may see."""
    args = page_args(SeriesArgs())
    page = paginate(current_session(), queries.series_list(current_actor(), args), queries.SORTS, identity=Series.id, args=args)
    return render("quality/sampling/list.html", page=page, states=SERIES_STATES.states)


@pages.get("/sampling/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One series: its severity, what moves it, and its lots."""
    session = current_session()
    series = queries.series_of(session, current_actor(), number)
    lots = queries.lots_of(session, number)
    return record_page("quality/sampling/show.html", OPERATIONS, series, lots=lots, enough=ENOUGH_SCORE)


def _address(number: str) -> str:
    return url_for("sampling.show", number=number)


OPERATIONS.add_pages(pages, "sampling", operation_form("sampling", "sampling.show", lambda _series: {}), _address)
