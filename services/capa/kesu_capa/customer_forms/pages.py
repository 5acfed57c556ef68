"""Pages of customers' forms: the list, a template with its mapping and preview, the filled file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from sqlalchemy.orm import Session

from kesu_capa.capas.queries import capa_of
from kesu_capa.customer_forms import commands, queries
from kesu_capa.customer_forms.api import added, filled_file
from kesu_capa.customer_forms.fields import ACTIONS, OF_ACTION, OF_REPORT, values_of
from kesu_capa.customer_forms.filling import preview
from kesu_capa.customer_forms.model import FORM_STATES, CustomerForm
from kesu_capa.customer_forms.schemas import FormIn, FormListArgs, MappingFormIn
from kesu_capa.permissions import KEEP_FORM, READ
from kesu_common.errors import Invalid, KesuError
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of, sites_where
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import NothingIn
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import language, say

pages = Blueprint("customer_forms", __name__)


@pages.get("/customer-forms/")
@allow(READ)
def listing() -> Response:
    """The templates, and the form to add one."""
    return _listing(FormState())


@pages.post("/customer-forms/")
@allow(KEEP_FORM)
def add() -> Response:
    """A template that was chosen."""
    try:
        given = load_form(FormIn(), request)
        file = request.files.get("file")
        if file is None or not file.filename:
            raise Invalid(N_("Choose a file."), field="file")
        form = added(given, file)
        current_session().flush()
    except KesuError as error:
        state = FormState.refused(request, error)
        current_session().rollback()
        return _listing(state, status_of(error))
    return see_other(_address(form.number))


@pages.route("/customer-forms/<number>", methods=["GET", "POST"])
@allow(READ)
def show(number: str) -> Response:
    """A template: which cells take what, with the texts of a report beside (`?capa=`); posting changes the mapping."""
    session, actor = current_session(), current_actor()
    form = queries.form_of(session, actor, number, lock=request.method == "POST")
    g.timezone = site_of(session, form.site).timezone
    if request.method == "GET":
        return _show(form, FormState.of({"mapping": form.mapping}, version=form.version))
    actor.require(KEEP_FORM, form.site)
    check_match(form)
    try:
        given = load_form(MappingFormIn(), request)["mapping"]
        with current_runtime().files.open(form.sha256) as content:
            commands.map_cells(session, actor, form, content=content, mapping=given)
        session.flush()
    except KesuError as error:
        state = FormState.refused(request, error)
        session.rollback()
        return _show(queries.form_of(session, actor, number), state, status_of(error))
    flash(say(N_("The cells are mapped.")), "good")
    return see_other(_address(number))


@pages.get("/customer-forms/<number>/filled")
@allow(READ)
def download(number: str) -> Response:
    """The template filled from the report `?capa=`."""
    return filled_file(number, request.args.get("capa", "")[:64], language())


@pages.post("/customer-forms/<number>/withdraw")
@allow(KEEP_FORM)
def withdraw(number: str) -> Response:
    """Offer it no more."""
    return _turned(number, commands.withdraw_form)


@pages.post("/customer-forms/<number>/restore")
@allow(KEEP_FORM)
def restore(number: str) -> Response:
    """Offer it again."""
    return _turned(number, commands.restore_form)


def _turned(number: str, command: Callable[[Session, Actor, CustomerForm], CustomerForm]) -> Response:
    load_form(NothingIn(), request)
    form = queries.form_of(current_session(), current_actor(), number, lock=True)
    check_match(form)
    command(current_session(), current_actor(), form)
    return see_other(_address(number))


def _listing(form: FormState, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    args = page_args(FormListArgs())
    page = paginate(session, queries.forms(actor, args), queries.SORTS, identity=CustomerForm.id, args=args)
    sites = [(site.code, site.code) for site in sites_where(session, actor, KEEP_FORM)]
    return render("capa/customer_forms/list.html", status=status, page=page, form=form, sites=sites, states=FORM_STATES.states)


def _show(form: CustomerForm, state: FormState, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    number = request.args.get("capa", "").strip()[:64]
    capa = capa_of(session, actor, number) if number else None
    with current_runtime().files.open(form.sha256) as content:
        sheets, cells, unknown = preview(content, form, values_of(session, actor, capa, language()) if capa else None)
    shown: dict[str, Any] = {
        "capa": capa,
        "sheets": [(sheet, sheet) for sheet in sheets],
        "cells": cells,
        "unknown": unknown,
        "fields": _choices(),
    }
    may_keep = actor.may(KEEP_FORM, form.site)
    page = "capa/customer_forms/show.html"
    return render(page, status=status, f=form, form=state, words=dict(_choices()), may_keep=may_keep, **shown)


def _choices() -> list[tuple[str, str]]:
    """Every field with its words."""
    actions = [
        (f"action_{n}_{field}", f"{say(N_('Action %(n)s'), {'n': n})} · {say(words)}")
        for n in range(1, ACTIONS + 1)
        for field, words in OF_ACTION.items()
    ]
    return [*((name, say(words)) for name, words in OF_REPORT.items()), *actions]


def _address(number: str) -> str:
    return url_for("customer_forms.show", number=number)
