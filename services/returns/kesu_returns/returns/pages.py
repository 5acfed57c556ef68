"""Pages of returns: the list, the form, one return with everything, and a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of, sites_where
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.translations import say
from kesu_returns.approvals.queries import approvals_of
from kesu_returns.copies.queries import complaint_of
from kesu_returns.costs.queries import costs_of, totals
from kesu_returns.deliveries.queries import recently_delivered
from kesu_returns.operations import OPERATIONS
from kesu_returns.permissions import READ_RETURNS, REQUEST_RETURN
from kesu_returns.places.carrying import left_to_carry
from kesu_returns.places.model import IN_HAND
from kesu_returns.places.queries import lying_at
from kesu_returns.places.words import place_choices, place_name
from kesu_returns.replacements.queries import shipments_of
from kesu_returns.returns import commands, queries
from kesu_returns.returns.model import EXPECTING, KINDS, MAIN_PATH, RETURN_STATES, Return
from kesu_returns.returns.schemas import ReturnIn, ReturnListArgs
from kesu_returns.timeline import timeline_of
from kesu_returns.tracking import tracking_address
from kesu_returns.unannounced.queries import candidates_for

blueprint = Blueprint("returns", __name__)
CHOICES: Mapping[str, Any] = {"kinds": KINDS, "states": RETURN_STATES.states, "main_path": MAIN_PATH}
"""What the pages offer and draw."""


@blueprint.get("/")
@allow(READ_RETURNS)
def home() -> Response:
    """The service's first page is the list of what is open."""
    return see_other(url_for("returns.listing", state="open"))


@blueprint.get("/returns/")
@allow(READ_RETURNS)
def listing() -> Response:
    """The returns that one may see."""
    args = page_args(ReturnListArgs())
    page = paginate(current_session(), queries.returns(current_actor(), args), queries.SORTS, identity=Return.id, args=args)
    return render("returns/returns/list.html", page=page, may_request=current_actor().may(REQUEST_RETURN), **CHOICES)


@blueprint.route("/returns/new", methods=["GET", "POST"])
@allow(REQUEST_RETURN)
def new() -> Response:
    """The form for a return that does not come from a complaint's settlement; what is known of `complaint` is filled in."""
    if request.method == "GET":
        given: dict[str, Any] = {name: request.args[name] for name in ("complaint", "customer_code") if name in request.args}
        known = complaint_of(current_session(), request.args.get("complaint"))
        if known and current_actor().may(REQUEST_RETURN, known.site):
            goods = {"product": known.product, "lot": known.lot, "quantity": known.quantity}
            given |= {"site": known.site, "customer_code": known.customer_code, "lines": [goods]}
        return _form(FormState.of(given))
    try:
        data = load_form(ReturnIn(), request)
        site = data.pop("site")
        thing = commands.request_return(current_session(), current_actor(), site, data, source="api")
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), 422)
    flash(say(N_("Return %(number)s is requested."), {"number": thing.number}), "good")
    return see_other(_address(thing.number))


def _form(form: FormState, status: int = 200) -> Response:
    actor = current_actor()
    sites = [site.code for site in sites_where(current_session(), actor, REQUEST_RETURN)]
    suggested = recently_delivered(current_session(), actor)
    return render("returns/returns/new.html", status=status, form=form, sites=sites, suggested=suggested, **CHOICES)


@blueprint.get("/returns/<number>")
@allow(READ_RETURNS)
def show(number: str) -> Response:
    """One return: where it stands, who has to do what until when, its quantities, its history."""
    session, actor = current_session(), current_actor()
    thing = queries.return_for(session, actor, number)
    g.timezone = site_of(session, thing.site).timezone
    costs = costs_of(session, number)
    return render(
        "returns/returns/show.html",
        r=thing,
        operations=OPERATIONS.offered(session, actor, thing),
        tasks=tasks_of(session, number, only_open=True),
        approvals=approvals_of(session, thing),
        costs=costs,
        cost_totals=totals(costs),
        shipments=shipments_of(session, thing),
        complaint=complaint_of(session, thing.complaint),
        lying=lying_at(session, [line.id for line in thing.lines]),
        to_carry=left_to_carry(session, thing),
        place_name=place_name,
        tracking=partial(tracking_address, session, thing.site),
        timeline=timeline_of(session, number),
        candidates=candidates_for(session, actor, thing) if thing.state == "arrived_unannounced" else (),
        expecting=EXPECTING,
        **CHOICES,
    )


def _operation_form(operation: Operation[Return], thing: Return, form: FormState, status: int) -> Response:
    session = current_session()
    every = place_choices(session, current_actor(), thing.site)
    there = {place for _, place in lying_at(session, [line.id for line in thing.lines])}
    places = {
        "any": every,
        "arriving": place_choices(session, current_actor(), thing.site, IN_HAND),
        "lying": [(code, dict(every).get(code, code)) for code in sorted(there)],
    }
    return render("returns/returns/operation.html", status=status, operation=operation, r=thing, form=form, places=places)


def _address(number: str) -> str:
    return url_for("returns.show", number=number)


OPERATIONS.add_pages(blueprint, "returns", _operation_form, _address)
