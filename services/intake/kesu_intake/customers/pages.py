"""Pages of customers: the list, one customer, the forms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.people.copies import site_of
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.access import allow
from kesu_common.web.choices import site_choices
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import NothingIn
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_intake.agreements.queries import agreements_with
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.complaints.queries import complaints
from kesu_intake.contacts.queries import contacts_with
from kesu_intake.copies.queries import answers_from, deliveries_to
from kesu_intake.customers import commands, queries
from kesu_intake.customers.exports import COLUMNS, KINDS, export_customers
from kesu_intake.customers.merging import merge_customer
from kesu_intake.customers.model import CUSTOMER_STATES, LANGUAGES, TIERS, Customer
from kesu_intake.customers.schemas import CustomerChange, CustomerIn, CustomerListArgs, MergeIn
from kesu_intake.exchanges.commands import log_customer_exchange
from kesu_intake.exchanges.model import DIRECTIONS
from kesu_intake.exchanges.schemas import ExchangeIn
from kesu_intake.permissions import AGREE, LOG_EXCHANGE, MAINTAIN_CUSTOMERS, MERGE_CUSTOMERS, READ, RECORD_CONTACT, REGISTER, VISIT
from kesu_intake.service_files.commands import keep_service_file
from kesu_intake.service_files.queries import file_of, gaps_among
from kesu_intake.service_files.schemas import ServiceFileIn
from kesu_intake.talks.queries import talks_with
from kesu_intake.timeline import timeline_of
from kesu_intake.visits.queries import visits_to

pages = Blueprint("customers", __name__)
SWITCHES = ("activate", "deactivate")
"""Commands of the state table that are a button without a form."""


@pages.get("/customers/")
@allow(READ)
def listing() -> Response:
    """The customers that one may see."""
    args = page_args(CustomerListArgs())
    page = paginate(current_session(), queries.customers(current_actor(), args), queries.SORTS, identity=Customer.id, args=args)
    gaps = gaps_among(current_session(), [customer.code for customer in page.items])
    return render("intake/customers/list.html", page=page, gaps=gaps, may_maintain=current_actor().may(MAINTAIN_CUSTOMERS), tiers=TIERS)


@pages.get("/customers/customers.<any(xlsx, csv):kind>")
@allow(READ)
def export(kind: str) -> Response:
    """The list as it is filtered, as a spreadsheet."""
    args = page_args(CustomerListArgs())
    headers = [say(column) for column in COLUMNS]
    content = export_customers(current_session(), current_actor(), args, kind, headers)
    return Response(content, mimetype=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="customers.{kind}"'})


@pages.route("/customers/new", methods=["GET", "POST"])
@allow(MAINTAIN_CUSTOMERS)
def new() -> Response:
    """A new customer."""
    if request.method == "GET":
        return _form(FormState.of({"tier": "C", "language": "zh"}))
    try:
        customer = commands.register_customer(current_session(), current_actor(), **load_form(CustomerIn(), request))
    except (Invalid, Conflict) as error:
        return _form(FormState.refused(request, error), status=status_of(error))
    flash(say(N_("%(name)s is entered."), {"name": customer.name}), "good")
    if similar := queries.duplicates_of(current_session(), current_actor(), customer):
        others = ", ".join(f"{one.code} {one.name}" for one in similar)
        flash(say(N_("Is it one of these: %(others)s? Then merge them."), {"others": others}), "warn")
    return see_other(url_for("customers.show", code=customer.code))


@pages.get("/customers/<code>")
@allow(READ)
def show(code: str) -> Response:
    """One customer with everything: service file, deliveries, cases, contacts, visits, agreements, answers, exchanges, history."""
    session, actor = current_session(), current_actor()
    customer = queries.customer_of(session, actor, code)
    if customer.code != code:
        flash(say(N_("%(old)s was merged into %(new)s."), {"old": code, "new": customer.code}), "warn")
        return see_other(url_for("customers.show", code=customer.code))
    g.timezone = site_of(session, customer.site).timezone
    codes = queries.codes_of(session, customer)
    theirs = session.scalars(complaints(actor, {"customer": code}).order_by(None).limit(50)).all()
    return render(
        "intake/customers/show.html",
        customer=customer,
        complaints=sorted(theirs, key=lambda c: c.received_at, reverse=True),
        tier_history=queries.tier_history(session, code),
        exchanges=queries.exchanges_with(session, code),
        timeline=timeline_of(session, code),
        contacts=contacts_with(session, actor, code),
        file=file_of(session, code),
        lacks_file=bool(gaps_among(session, [code])),
        deliveries=deliveries_to(session, codes),
        answers=answers_from(session, codes),
        visits=visits_to(session, code),
        agreements=agreements_with(session, code),
        talks=talks_with(session, code),
        tasks=tasks_of(session, code, only_open=True),
        aliases=codes[1:],
        commands=CUSTOMER_STATES.allowed(customer.state),
        switches=[command for command in CUSTOMER_STATES.allowed(customer.state) if command in SWITCHES],
        may_record=actor.may(RECORD_CONTACT, customer.site),
        may_visit=actor.may(VISIT, customer.site),
        may_agree=actor.may(AGREE, customer.site),
        may_merge=actor.may(MERGE_CUSTOMERS, customer.site),
        may_maintain=actor.may(MAINTAIN_CUSTOMERS, customer.site),
        may_register=actor.may(REGISTER, customer.site),
        may_log=actor.may(LOG_EXCHANGE, customer.site),
    )


@pages.route("/customers/<code>/edit", methods=["GET", "POST"])
@allow(MAINTAIN_CUSTOMERS)
def edit(code: str) -> Response:
    """Change a customer."""
    customer = queries.customer_of(current_session(), current_actor(), code, lock=request.method == "POST")
    if request.method == "GET":
        return _form(FormState.of(customer, "name", "tier", "language", "contacts", "notes"), customer=customer)
    try:
        check_match(customer)
        commands.change_customer(current_session(), current_actor(), customer, **load_form(CustomerChange(), request))
    except (Invalid, Conflict) as error:
        state = FormState.refused(request, error)
        current_session().rollback()
        return _form(state, customer=queries.customer_of(current_session(), current_actor(), code), status=status_of(error))
    flash(say(N_("Saved.")), "good")
    return see_other(url_for("customers.show", code=code))


@pages.post("/customers/<code>/<any(activate, deactivate):command>")
@allow(MAINTAIN_CUSTOMERS)
def switch(code: str, command: str) -> Response:
    """Deactivate a customer, or activate again."""
    customer = queries.customer_of(current_session(), current_actor(), code, lock=True)
    check_match(customer)
    load_form(NothingIn(), request)
    commands.switch_customer(current_session(), current_actor(), customer, command)
    return see_other(url_for("customers.show", code=code))


@pages.route("/customers/<code>/exchanges", methods=["GET", "POST"])
@allow(LOG_EXCHANGE)
def log_exchange(code: str) -> Response:
    """Log a call, visit or letter that belongs to no complaint."""
    customer = queries.customer_of(current_session(), current_actor(), code)
    g.timezone = site_of(current_session(), customer.site).timezone
    context: dict[str, Any] = {"customer": customer, "channels": CHANNELS, "directions": DIRECTIONS}
    if request.method == "GET":
        person = customer.contacts[0]["name"] if customer.contacts else customer.name
        return render(
            "intake/customers/exchange.html", form=FormState.of({"channel": "phone", "direction": "in", "person": person}), **context
        )
    try:
        log_customer_exchange(current_session(), current_actor(), customer, **load_form(ExchangeIn(), request))
    except Invalid as error:
        return render("intake/customers/exchange.html", form=FormState.refused(request, error), status=status_of(error), **context)
    return see_other(url_for("customers.show", code=code))


@pages.route("/customers/<code>/service-file", methods=["GET", "POST"])
@allow(MAINTAIN_CUSTOMERS)
def keep_file(code: str) -> Response:
    """Open the customer's service file, or bring it up to date."""
    session, actor = current_session(), current_actor()
    customer = queries.customer_of(session, actor, code, lock=request.method == "POST")
    if request.method == "GET":
        file = file_of(session, customer.code)
        state = FormState.of({"keeper": actor.name}) if file is None else FormState.of(file, "keeper", "needs")
        return render("intake/customers/service-file.html", form=state, customer=customer)
    try:
        keep_service_file(session, actor, customer, **load_form(ServiceFileIn(), request))
    except (Invalid, Conflict) as error:
        return render(
            "intake/customers/service-file.html", form=FormState.refused(request, error), customer=customer, status=status_of(error)
        )
    flash(say(N_("Saved.")), "good")
    return see_other(url_for("customers.show", code=customer.code))


@pages.route("/customers/<code>/merge", methods=["GET", "POST"])
@allow(MERGE_CUSTOMERS)
def merge(code: str) -> Response:
    """Propose entries that may be the same customer, and merge one of them into this one."""
    session, actor = current_session(), current_actor()
    customer = queries.customer_of(session, actor, code)
    similar = queries.duplicates_of(session, actor, customer)
    if request.method == "GET":
        return render("intake/customers/merge.html", form=FormState.of(version=customer.version), customer=customer, similar=similar)
    try:
        check_match(customer)
        merge_customer(session, actor, customer, **load_form(MergeIn(), request))
    except (Invalid, Conflict) as error:
        state = FormState.refused(request, error)
        session.rollback()
        customer = queries.customer_of(session, actor, code)
        return render("intake/customers/merge.html", form=state, customer=customer, similar=similar, status=status_of(error))
    flash(say(N_("Merged into %(code)s."), {"code": customer.code}), "good")
    return see_other(url_for("customers.show", code=customer.code))


def _form(form: FormState, *, customer: Customer | None = None, status: int = 200) -> Response:
    sites = site_choices(current_session(), current_actor(), MAINTAIN_CUSTOMERS)
    shown: dict[str, Any] = {"sites": sites, "tiers": TIERS, "customer_languages": LANGUAGES}
    return render("intake/customers/form.html", form=form, customer=customer, status=status, **shown)
