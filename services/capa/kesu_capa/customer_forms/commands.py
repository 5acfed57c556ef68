"""Adding templates and mapping their cells. The only writer of customers' forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.customer_forms.fields import NAMES
from kesu_capa.customer_forms.model import FORM_STATES, CustomerForm
from kesu_capa.permissions import KEEP_FORM
from kesu_common.database import next_number
from kesu_common.errors import Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.spreadsheets import check_cells

if TYPE_CHECKING:
    from kesu_common.files import StoredFile


def add_form(
    session: Session, actor: Actor, *, site: str, title: str, stored: StoredFile, customer_code: str | None = None
) -> CustomerForm:
    """Keep a template that was read and found sound; its placeholders need no mapping."""
    actor.require(KEEP_FORM, site)
    form = CustomerForm(
        number=next_number(session, "CF", site),
        site=site,
        state=FORM_STATES.initial,
        title=title,
        customer_code=customer_code,
        sha256=stored.sha256,
        size=stored.size,
        filename=stored.filename,
        mapping=[],
    )
    session.add(form)
    _state(session, actor, events.FORM_ADDED, form)
    return form


def map_cells(
    session: Session, actor: Actor, form: CustomerForm, *, content: IO[bytes], mapping: Sequence[Mapping[str, Any]]
) -> CustomerForm:
    """Decide which cell takes what: [{sheet, cell, field}], instead of what was decided before. `content` is the template.

    Raises `Invalid` (field `mapping`) for a cell that there is not, that holds a formula, or that is named twice.
    """
    actor.require(KEEP_FORM, form.site)
    FORM_STATES.apply(form, "map_cells")
    chosen = [{"sheet": one["sheet"], "cell": one["cell"].strip().upper().replace("$", ""), "field": one["field"]} for one in mapping]
    if unknown := [one["field"] for one in chosen if one["field"] not in NAMES]:
        raise Invalid(N_("A report has no field “%(name)s”."), field="mapping", name=unknown[0])
    places = [(one["sheet"], one["cell"]) for one in chosen]
    if twice := next((place for place in places if places.count(place) > 1), None):
        raise Invalid(N_("Cell %(cell)s of “%(sheet)s” is named twice."), field="mapping", sheet=twice[0], cell=twice[1])
    check_cells(content, name=form.filename, cells=places)
    form.mapping = chosen
    _state(session, actor, events.FORM_MAPPED, form)
    return form


def withdraw_form(session: Session, actor: Actor, form: CustomerForm) -> CustomerForm:
    """Offer a template no more."""
    return _turn(session, actor, form, "withdraw", events.FORM_WITHDRAWN)


def restore_form(session: Session, actor: Actor, form: CustomerForm) -> CustomerForm:
    """Offer a withdrawn template again."""
    return _turn(session, actor, form, "restore", events.FORM_RESTORED)


def _turn(session: Session, actor: Actor, form: CustomerForm, command: str, event: EventType) -> CustomerForm:
    actor.require(KEEP_FORM, form.site)
    FORM_STATES.apply(form, command)
    _state(session, actor, event, form)
    return form


def _state(session: Session, actor: Actor, event: EventType, form: CustomerForm) -> None:
    data = {
        "number": form.number, "state": form.state, "title": form.title, "customer_code": form.customer_code,
        "filename": form.filename, "cells": len(form.mapping),
    }  # fmt: skip
    record(session, actor, event, form, data)
