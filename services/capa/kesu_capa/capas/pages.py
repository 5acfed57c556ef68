"""Pages of corrective actions: the board by step, the list, one report as an 8D, and a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_capa.actions.queries import actions_of
from kesu_capa.capas import queries
from kesu_capa.capas.api import opened_by_hand
from kesu_capa.capas.model import CAPA_STATES, KINDS, MAIN_WAY, SEVERITIES, SOURCES, Capa
from kesu_capa.capas.operations import OPERATIONS
from kesu_capa.capas.schemas import CapaListArgs, OpenIn
from kesu_capa.customer_forms.queries import forms_for
from kesu_capa.effect.pages import EFFECT, shown_effect
from kesu_capa.permissions import DEPARTMENTS, OPEN, READ
from kesu_capa.words import FACTS
from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of, sites_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.timeline import timeline_of
from kesu_common.web.translations import say

pages = Blueprint("capas", __name__, static_folder="../static", static_url_path="/static/capa")
CHOICES: Mapping[str, Any] = {
    "departments": DEPARTMENTS,
    "severities": SEVERITIES,
    "kinds": KINDS,
    "sources": SOURCES,
    "states": CAPA_STATES.states,
    "main_way": MAIN_WAY,
}


@pages.get("/")
@allow(READ)
def home() -> Response:
    """The service's first page is the list."""
    return see_other(url_for("capas.listing"))


@pages.get("/capas/")
@allow(READ)
def listing() -> Response:
    """The corrective actions that one may see."""
    args = page_args(CapaListArgs())
    page = paginate(current_session(), queries.capas(current_actor(), args), queries.SORTS, identity=Capa.id, args=args)
    return render("capa/capas/list.html", page=page, may_open=current_actor().may(OPEN), **CHOICES)


@pages.route("/capas/new", methods=["GET", "POST"])
@allow(OPEN)
def new() -> Response:
    """Open one by hand."""
    if request.method == "GET":
        return _new(FormState.of({"kind": "corrective"}))
    try:
        capa = opened_by_hand(load_form(OpenIn(), request))
    except (FormInvalid, KesuError) as error:
        return _new(FormState.refused(request, error), 422)
    flash(say(N_("%(number)s is open."), {"number": capa.number}), "good")
    return see_other(_address(capa.number))


@pages.get("/capas/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One report as an 8D: where it stands, what is next, the disciplines, the actions, the history."""
    session, actor = current_session(), current_actor()
    capa = queries.capa_of(session, actor, number)
    g.timezone = site_of(session, capa.site).timezone
    return render(
        "capa/capas/show.html",
        c=capa,
        actions=actions_of(session, capa),
        **shown_effect(session, capa),
        operations=OPERATIONS.offered(session, actor, capa),
        timeline=timeline_of(session, number, FACTS),
        forms=forms_for(session, actor, capa),
        form=FormState(),
        **CHOICES,
    )


def _new(form: FormState, status: int = 200) -> Response:
    sites = [site for site in sites_of(current_session()) if current_actor().may(OPEN, site.code)]
    return render("capa/capas/new.html", status=status, form=form, sites=sites, **CHOICES)


def _operation_form(operation: Operation[Capa], capa: Capa, form: FormState, status: int) -> Response:
    actions = actions_of(current_session(), capa)
    more = EFFECT[operation.path](current_session(), capa, form) if operation.path in EFFECT else {}
    return render(str(operation.template), status=status, operation=operation, c=capa, actions=actions, form=form, **more, **CHOICES)


def _address(number: str) -> str:
    return url_for("capas.show", number=number)


OPERATIONS.add_pages(pages, "capas", _operation_form, _address)
