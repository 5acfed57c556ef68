"""Pages of contacts: the list, the short forms, one contact with everything, and a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.contacts import form as forms
from kesu_intake.contacts import queries
from kesu_intake.contacts.details import details_of_contact
from kesu_intake.contacts.model import CONTACT_STATES, FINAL, KINDS, MAIN_WAY, Contact
from kesu_intake.contacts.operations import OPERATIONS, next_of
from kesu_intake.contacts.recording import record_finished_contact
from kesu_intake.contacts.schemas import ContactIn, ContactListArgs
from kesu_intake.customers.lookup import code_meant
from kesu_intake.permissions import READ, RECORD_CONTACT, REGISTER
from kesu_intake.questions.model import ASKED
from kesu_intake.timeline import timeline_of

pages = Blueprint("contacts", __name__)
CHOICES: Mapping[str, Any] = {
    "channels": CHANNELS,
    "kinds": tuple(KINDS),
    "states": CONTACT_STATES.states,
    "main_way": MAIN_WAY,
    "final": FINAL,
    "departments": ASKED,
    "icons": forms.ICONS,
    "explained": forms.EXPLAINED,
    "inputs_of": forms.inputs_of,
}
"""What forms and pages offer."""


@pages.get("/contacts/")
@allow(READ)
def listing() -> Response:
    """The contacts that one may see."""
    args = page_args(ContactListArgs())
    page = paginate(current_session(), queries.contacts(current_actor(), args), queries.SORTS, identity=Contact.id, args=args)
    return render("intake/contacts/list.html", page=page, may_record=current_actor().may(RECORD_CONTACT), **CHOICES)


@pages.route("/contacts/new", methods=["GET", "POST"])
@allow(RECORD_CONTACT)
def new() -> Response:
    """First the kind, then its own short form."""
    kind = request.args.get("kind") or request.form.get("kind", "")
    customer = request.args.get("customer")
    if kind not in KINDS:
        return render("intake/contacts/kinds.html", customer=customer, may_register=current_actor().may(REGISTER), **CHOICES)
    if request.method == "GET":
        start = {"kind": kind, "customer_code": customer, "channel": "phone", "received_at": clock.now(), "taker": current_actor().name}
        known = {name: value for name, value in start.items() if value is not None}
        return _form(FormState.of(known, reply_wanted=kind != "compliment"), kind)
    try:
        given = load_form(ContactIn(), request)
        given["customer_code"] = code_meant(current_session(), current_actor(), given["customer_code"])
        contact = record_finished_contact(current_session(), current_actor(), **given)
    except (Invalid, Conflict) as error:
        state = FormState.refused(request, error)
        current_session().rollback()
        return _form(state, kind, status_of(error))
    flash(say(N_("%(number)s is recorded."), {"number": contact.number}), "good")
    return see_other(_address(contact.number))


def _form(form: FormState, kind: str, status: int = 200) -> Response:
    return render("intake/contacts/new.html", status=status, form=form, kind=kind, **CHOICES)


@pages.get("/contacts/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One contact: where it stands, until when the customer is to hear from us, questions, appointments, exchanges, history."""
    session, actor = current_session(), current_actor()
    contact = queries.contact_of(session, actor, number)
    g.timezone = site_of(session, contact.site).timezone
    return render(
        "intake/contacts/show.html",
        c=contact,
        d=details_of_contact(session, contact),
        operations=OPERATIONS.offered(session, actor, contact),
        next_operation=next_of(contact),
        timeline=timeline_of(session, number),
        **CHOICES,
    )


def _operation_form(operation: Operation[Contact], contact: Contact, form: FormState, status: int) -> Response:
    template = operation.template or "intake/contacts/operation.html"
    details = details_of_contact(current_session(), contact)
    return render(template, status=status, operation=operation, c=contact, d=details, form=form, **CHOICES)


def _address(number: str) -> str:
    return url_for("contacts.show", number=number)


OPERATIONS.add_pages(pages, "contacts", _operation_form, _address)
