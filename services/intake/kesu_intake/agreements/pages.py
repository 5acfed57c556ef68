"""Pages of agreements: the list, the form, one agreement, and a form per operation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common import clock
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
from kesu_intake.agreements import queries
from kesu_intake.agreements.api import drafted
from kesu_intake.agreements.model import AGREEMENT_STATES, KINDS, Agreement
from kesu_intake.agreements.operations import FORM, OPERATIONS
from kesu_intake.agreements.schemas import AgreementIn, AgreementListArgs
from kesu_intake.customers.queries import customer_of
from kesu_intake.permissions import AGREE, READ
from kesu_intake.timeline import timeline_of

pages = Blueprint("agreements", __name__)


@pages.get("/agreements/")
@allow(READ)
def listing() -> Response:
    """The agreements that one may see."""
    args = page_args(AgreementListArgs())
    page = paginate(current_session(), queries.agreements(current_actor(), args), queries.SORTS, identity=Agreement.id, args=args)
    return render("intake/agreements/list.html", page=page, states=AGREEMENT_STATES.states, kinds=KINDS)


@pages.route("/agreements/new", methods=["GET", "POST"])
@allow(AGREE)
def new() -> Response:
    """Draw up an agreement with the customer that the address names."""
    code = request.form.get("customer_code") or request.args.get("customer", "")
    customer = customer_of(current_session(), current_actor(), code)
    g.timezone = site_of(current_session(), customer.site).timezone
    context: dict[str, Any] = {"customer": customer, "fields": FORM, "title": N_("Draw up an agreement"), "icon": "heart-handshake"}
    if request.method == "GET":
        person = customer.contacts[0]["name"] if customer.contacts else customer.name
        return render("intake/records/new.html", form=FormState.of({"agreed_with": person, "valid_from": clock.now().date()}), **context)
    try:
        agreement = drafted(load_form(AgreementIn(), request))
    except (Invalid, Conflict, NotFound) as error:
        return render("intake/records/new.html", form=FormState.refused(request, error), status=status_of(error), **context)
    flash(say(N_("%(number)s is recorded."), {"number": agreement.number}), "good")
    return see_other(_address(agreement.number))


@pages.get("/agreements/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One agreement."""
    session, actor = current_session(), current_actor()
    agreement = queries.agreement_of(session, actor, number)
    g.timezone = site_of(session, agreement.site).timezone
    return render(
        "intake/agreements/show.html",
        a=agreement,
        tasks=tasks_of(session, number, only_open=True),
        operations=OPERATIONS.offered(session, actor, agreement),
        timeline=timeline_of(session, number),
    )


def _operation_form(operation: Operation[Agreement], agreement: Agreement, form: FormState, status: int) -> Response:
    return render(
        "intake/records/operation.html", status=status, operation=operation, r=agreement, form=form, back=_address(agreement.number)
    )


def _address(number: str) -> str:
    return url_for("agreements.show", number=number)


OPERATIONS.add_pages(pages, "agreements", _operation_form, _address)
