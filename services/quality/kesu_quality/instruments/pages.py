"""Pages of instruments: the register, one instrument, entering and calibrating."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from kesu_common import clock
from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.translations import say
from kesu_quality.instruments import queries
from kesu_quality.instruments.commands import enter_instrument
from kesu_quality.instruments.model import INSTRUMENT_STATES, Instrument
from kesu_quality.instruments.operations import OPERATIONS
from kesu_quality.instruments.schemas import InstrumentArgs, InstrumentIn
from kesu_quality.permissions import KEEP_INSTRUMENT, READ
from kesu_quality.show import operation_form, record_page

pages = Blueprint("instruments", __name__)


@pages.get("/instruments/")
@allow(READ)
def listing() -> Response:
    """The register: what has to be calibrated next stands first."""
    args = page_args(InstrumentArgs())
    args["sort"] = args.get("sort") or "calibration_due"
    page = paginate(current_session(), queries.instruments(current_actor(), args), queries.SORTS, identity=Instrument.id, args=args)
    may_keep = current_actor().may(KEEP_INSTRUMENT)
    return render("quality/instruments/list.html", page=page, may_keep=may_keep, states=INSTRUMENT_STATES.states, today=clock.now().date())


@pages.route("/instruments/new", methods=["GET", "POST"])
@allow(KEEP_INSTRUMENT)
def new() -> Response:
    """Enter an instrument."""
    if request.method == "GET":
        return _new(FormState.of({}))
    try:
        made = enter_instrument(current_session(), current_actor(), **load_form(InstrumentIn(), request))
    except (FormInvalid, KesuError) as error:
        return _new(FormState.refused(request, error), 422)
    flash(say(N_("%(code)s is entered."), {"code": made.code}), "good")
    return see_other(_address(made.number))


def _new(form: FormState, status: int = 200) -> Response:
    sites = sites_where(current_session(), current_actor(), KEEP_INSTRUMENT)
    return render("quality/instruments/new.html", status=status, form=form, sites=sites)


@pages.get("/instruments/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One instrument and its calibrations."""
    found = queries.instrument_of(current_session(), current_actor(), number)
    return record_page("quality/instruments/show.html", OPERATIONS, found, today=clock.now().date())


def _address(number: str) -> str:
    return url_for("instruments.show", number=number)


OPERATIONS.add_pages(pages, "instruments", operation_form("instruments", "instruments.show", lambda _instrument: {}), _address)
