"""The pages of stock (what lies where, for how long, where lot X is now) and of the places themselves, with their labels."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError, NotFound
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of, sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args
from kesu_common.web.paper import add_paper, sheet
from kesu_common.web.translations import say
from kesu_returns.permissions import KEEP_PLACES, READ_RETURNS
from kesu_returns.places.commands import keep_place, remove_place
from kesu_returns.places.listed import listed_places
from kesu_returns.places.model import PLACE_KINDS
from kesu_returns.places.schemas import PlaceFormIn, StockArgs
from kesu_returns.places.stock import MOST, places_in_use, stock
from kesu_returns.places.words import place_name

blueprint = Blueprint("stock", __name__)


@blueprint.get("/stock")
@allow(READ_RETURNS)
def show() -> Response:
    """Returned goods by place, what has lain longest first."""
    args = page_args(StockArgs())
    session, actor = current_session(), current_actor()
    lying = stock(session, actor, args, MOST + 1)
    places = places_in_use(session, actor, args)
    shown: dict[str, Any] = {"lying": lying[:MOST], "more": len(lying) > MOST, "places": places, "most": MOST}
    return render("returns/places/stock.html", place_name=place_name, **shown)


@blueprint.get("/places/")
@allow(READ_RETURNS)
def listing() -> Response:
    """The places of one's sites, what lies at each, and the form for one more; `site`, `code`, `kind` and `name` fill it in."""
    return _listing(FormState.of(request.args.to_dict()))


@blueprint.post("/places/")
@allow(KEEP_PLACES)
def keep() -> Response:
    """Enter a place, or change what it is called."""
    try:
        data = load_form(PlaceFormIn(), request)
        place, _new = keep_place(current_session(), current_actor(), data["site"], data["code"], data)
    except (FormInvalid, KesuError) as error:
        return _listing(FormState.refused(request, error), 422)
    flash(say(N_("%(code)s is on the list of places."), {"code": place.code}), "good")
    return see_other(url_for("stock.listing"))


@blueprint.post("/places/<site>/<path:code>/remove")
@allow(KEEP_PLACES)
def remove(site: str, code: str) -> Response:
    """Take a place off the list."""
    remove_place(current_session(), current_actor(), site, code)
    flash(say(N_("%(code)s is off the list of places."), {"code": code}), "good")
    return see_other(url_for("stock.listing"))


def _listing(form: FormState, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    sites = [site.code for site in sites_where(session, actor, KEEP_PLACES)]
    kinds = [kind for kind in PLACE_KINDS if kind != "customer"]
    return render("returns/places/list.html", status=status, form=form, places=listed_places(session, actor), sites=sites, kinds=kinds)


def _label(site: str, code: str, *, pdf: bool) -> str:
    """To stick on the place: scanned on the scan page, it says where what is scanned next lies."""
    found = next((place for place in listed_places(current_session(), current_actor()) if (place.site, place.code) == (site, code)), None)
    if found is None:
        raise NotFound(N_("There is no place “%(code)s” at %(site)s."), code=code, site=site)
    address = url_for("stock.label_pdf", site=site, code=code)
    return sheet("returns/places/label.html", site_of(current_session(), site), pdf=pdf, labels=[found], code=code, pdf_address=address)


def _labels(site: str, *, pdf: bool) -> str:
    """Those of all places on the site's list, one a page."""
    found = [place for place in listed_places(current_session(), current_actor()) if place.site == site and place.kind is not None]
    if not found:
        raise NotFound(N_("There is no site “%(site)s”."), site=site)
    address = url_for("stock.labels_pdf", site=site)
    return sheet("returns/places/label.html", site_of(current_session(), site), pdf=pdf, labels=found, code=site, pdf_address=address)


add_paper(blueprint, "/places/<site>/<path:code>/label", "label", READ_RETURNS, _label)
add_paper(blueprint, "/places/<site>/labels", "labels", READ_RETURNS, _labels)
