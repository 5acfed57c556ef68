"""Pages of corrective actions: the board by step, the list, one report as an 8D, and a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_capa.actions.queries import actions_of
from kesu_capa.capas import queries
from kesu_capa.capas.api import opened_by_hand
from kesu_capa.capas.grounds import lost_grounds
from kesu_capa.capas.model import BY_HAND, CAPA_STATES, KINDS, MAIN_WAY, MEANINGS, SEVERITIES, SOURCES, Capa
from kesu_capa.capas.operations import OPERATIONS
from kesu_capa.capas.schemas import CapaListArgs, OpenIn
from kesu_capa.causes.model import BRANCHES
from kesu_capa.causes.operations import CAUSES
from kesu_capa.causes.pages import shown_causes
from kesu_capa.causes.queries import causes_of
from kesu_capa.containment.commands import PROOF_LIMIT, attach_proof
from kesu_capa.containment.model import PLACES
from kesu_capa.containment.queries import proofs_of
from kesu_capa.customer_forms.queries import forms_for
from kesu_capa.effect.pages import EFFECT, shown_effect
from kesu_capa.permissions import DEPARTMENTS, OPEN, READ
from kesu_capa.similar.queries import similar_capas
from kesu_capa.spread.model import KINDS as SPREAD_KINDS
from kesu_capa.spread.queries import entries_of
from kesu_capa.timeline import timeline_of
from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of, sites_of, sites_where
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.translations import say

_AT_THE_TREES = {f"capas.{one.path.replace('-', '_')}" for one in CAUSES if one.command == "study"}
pages = Blueprint("capas", __name__, static_folder="../static", static_url_path="/static/capa")
CHOICES: Mapping[str, Any] = {
    "departments": DEPARTMENTS,
    "severities": SEVERITIES,
    "kinds": KINDS,
    "sources": SOURCES,
    "states": CAPA_STATES.states,
    "main_way": MAIN_WAY,
    "branches": BRANCHES,
    "places": PLACES,
    "team_departments": (*DEPARTMENTS, "lead", "gm"),
    "spread_kinds": SPREAD_KINDS,
    "meanings": MEANINGS,
    "by_hand": BY_HAND,
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
    """Open one by hand, after a look at earlier ones like it."""
    if request.method == "POST" and request.form.get("look"):
        return _new(FormState.typed(request))
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
        tasks=tasks_of(session, number, only_open=True),
        timeline=timeline_of(session, number),
        forms=forms_for(session, actor, capa),
        form=FormState(),
        **shown_causes(session, actor, capa),
        entries=entries_of(session, capa),
        attachments=proofs_of(session, capa),
        similar=similar_capas(
            session, actor, text=f"{capa.title} {capa.problem or ''}", product=capa.product, defect_code=capa.defect_code, before=capa
        ),
        lost=lost_grounds(session, capa),
        **CHOICES,
    )


def _new(form: FormState, status: int = 200) -> Response:
    sites = sites_where(current_session(), current_actor(), OPEN)
    words = f"{form.value('title')} {form.value('reason')}"
    named: dict[str, Any] = {"product": form.value("product") or None, "defect_code": form.value("defect_code") or None}
    looked = similar_capas(current_session(), current_actor(), text=words, **named) if words.strip() or any(named.values()) else None
    return render("capa/capas/new.html", status=status, form=form, sites=sites, similar=looked, **CHOICES)


def _attach(actor: Actor, capa: Capa, kind: str) -> int:
    """Attach every file of the posted form as proof; says how many there were."""
    chosen = [file for file in request.files.getlist("files") if file.filename]
    for file in chosen:
        stored = current_runtime().files.save(file.stream, filename=file.filename or "proof", limit=PROOF_LIMIT)
        attach_proof(current_session(), actor, capa, stored, kind, request.form.get("line", type=int))
    return len(chosen)


def _operation_form(operation: Operation[Capa], capa: Capa, form: FormState, status: int) -> Response:
    session = current_session()
    more: dict[str, Any] = {
        "actions": actions_of(session, capa),
        "causes": causes_of(session, capa),
        "sites": [one.code for one in sites_of(session)],
    }
    if operation.path in EFFECT:
        more |= EFFECT[operation.path](session, capa, form)
    return render(str(operation.template), status=status, operation=operation, c=capa, **more, form=form, **CHOICES)


def _address(number: str) -> str:
    """Where one goes on: at the tree after work on the tree, at the report after anything else."""
    if request.endpoint not in _AT_THE_TREES:
        return url_for("capas.show", number=number)
    line = request.form.get("cause") or request.form.get("below")
    return url_for("causes.show", number=number, _anchor=f"cause-{line}" if line else None)


OPERATIONS.add_pages(pages, "capas", _operation_form, _address, _attach)
