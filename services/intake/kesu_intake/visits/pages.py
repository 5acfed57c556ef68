"""Pages of visits: the list, the form, one visit, and a form per operation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common.errors import Conflict, Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_intake.customers.queries import customer_of
from kesu_intake.permissions import READ, VISIT
from kesu_intake.timeline import timeline_of
from kesu_intake.visits import queries
from kesu_intake.visits.api import planned
from kesu_intake.visits.model import VISIT_STATES, Visit
from kesu_intake.visits.operations import FORM, OPERATIONS
from kesu_intake.visits.schemas import PlanVisitIn, VisitListArgs

pages = Blueprint("visits", __name__)


@pages.get("/visits/")
@allow(READ)
def listing() -> Response:
    """The visits that one may see."""
    args = page_args(VisitListArgs())
    page = paginate(current_session(), queries.visits(current_actor(), args), queries.SORTS, identity=Visit.id, args=args)
    return render("intake/visits/list.html", page=page, states=VISIT_STATES.states)


@pages.route("/visits/new", methods=["GET", "POST"])
@allow(VISIT)
def new() -> Response:
    """Plan a visit to the customer that the address names."""
    code = request.form.get("customer_code") or request.args.get("customer", "")
    customer = customer_of(current_session(), current_actor(), code)
    g.timezone = site_of(current_session(), customer.site).timezone
    context: dict[str, Any] = {"customer": customer, "fields": FORM, "title": N_("Plan a visit"), "icon": "calendar-event"}
    if request.method == "GET":
        person = customer.contacts[0]["name"] if customer.contacts else customer.name
        return render("intake/records/new.html", form=FormState.of({"with_whom": person, "people": current_actor().name}), **context)
    try:
        visit = planned(load_form(PlanVisitIn(), request))
    except (Invalid, Conflict, NotFound) as error:
        return render("intake/records/new.html", form=FormState.refused(request, error), status=status_of(error), **context)
    flash(say(N_("%(number)s is recorded."), {"number": visit.number}), "good")
    return see_other(_address(visit.number))


@pages.get("/visits/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One visit."""
    session, actor = current_session(), current_actor()
    visit = queries.visit_of(session, actor, number)
    g.timezone = site_of(session, visit.site).timezone
    return render(
        "intake/visits/show.html",
        v=visit,
        tasks=tasks_of(session, number, only_open=True),
        operations=OPERATIONS.offered(session, actor, visit),
        timeline=timeline_of(session, number),
    )


def _operation_form(operation: Operation[Visit], visit: Visit, form: FormState, status: int) -> Response:
    return render("intake/records/operation.html", status=status, operation=operation, r=visit, form=form, back=_address(visit.number))


def _address(number: str) -> str:
    return url_for("visits.show", number=number)


OPERATIONS.add_pages(pages, "visits", _operation_form, _address)
