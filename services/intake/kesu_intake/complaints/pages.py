"""Pages of complaints: the list, the form, one complaint with everything, and a form per operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common import clock
from kesu_common.errors import Invalid, TooLarge
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor
from kesu_common.people.copies import site_of, sites_of
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.filters import page_zone
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_intake.complaints import commands, queries
from kesu_intake.complaints.api import UPLOAD_LIMIT, registered
from kesu_intake.complaints.details import details_of
from kesu_intake.complaints.excerpts import excerpt, marked
from kesu_intake.complaints.finding import find
from kesu_intake.complaints.language import TEXT_LANGUAGES
from kesu_intake.complaints.model import CHANNELS, CLAIMS, COMPLAINT_STATES, MAIN_WAY, SEVERITIES, Complaint
from kesu_intake.complaints.schemas import ComplaintFormIn, ComplaintListArgs
from kesu_intake.confirmations.links import confirmation_link
from kesu_intake.contacts.queries import origin_of
from kesu_intake.customers import queries as customers
from kesu_intake.customers.lookup import code_meant
from kesu_intake.dispatches.model import DEPARTMENTS
from kesu_intake.operations import OPERATIONS, next_of
from kesu_intake.originals.schemas import RECEIVERS
from kesu_intake.permissions import ATTACH, READ, REGISTER, REPLY
from kesu_intake.saved_filters.queries import kept_arguments, saved_filters_of
from kesu_intake.settlements.model import KINDS
from kesu_intake.timeline import timeline_of
from kesu_intake.working_texts.commands import note_reading
from kesu_intake.working_texts.queries import corrections_for

pages = Blueprint("complaints", __name__)
CHOICES: Mapping[str, Any] = {
    "channels": CHANNELS,
    "claims": CLAIMS,
    "severities": SEVERITIES,
    "languages_of_texts": TEXT_LANGUAGES,
    "states": COMPLAINT_STATES.states,
    "departments": DEPARTMENTS,
    "settlement_kinds": KINDS,
    "main_way": MAIN_WAY,
    "receivers": RECEIVERS,
}
"""What the forms offer."""


@pages.get("/")
@allow(READ)
def home() -> Response:
    """The service's first page is the list."""
    return see_other(url_for("complaints.listing"))


@pages.get("/complaints/")
@allow(READ)
def listing() -> Response:
    """The complaints that one may see."""
    args, session, actor = page_args(ComplaintListArgs()), current_session(), current_actor()
    page = find(session, queries.complaints(actor, args, page_zone()), args)
    return render(
        "intake/complaints/list.html",
        page=page,
        q=args.get("q") or "",
        excerpt=excerpt,
        marked=marked,
        saved=saved_filters_of(session, actor),
        asked=kept_arguments(request.args),
        several_sites=len(actor.sites(READ)) > 1 or ALL_SITES in actor.sites(READ),
        sites=sites_of(session),
        may_register=actor.may(REGISTER),
        **CHOICES,
    )


@pages.route("/complaints/new", methods=["GET", "POST"])
@allow(REGISTER)
def new() -> Response:
    """The complaint form (客诉处理单)."""
    actor = current_actor()
    if request.method == "GET":
        start = {
            "customer_code": request.args.get("customer"),
            "channel": "email",
            "received_at": clock.now(),
            "taker": actor.name,
            "reply_wanted": True,
        }
        return _form(FormState.of({name: value for name, value in start.items() if value is not None}))
    try:
        given = load_form(ComplaintFormIn(), request)
        given["customer_code"] = code_meant(current_session(), actor, given["customer_code"])
        complaint = registered(actor, given)
        attach_files(actor, complaint, "original")
    except (Invalid, TooLarge) as error:
        state = FormState.refused(request, error)
        current_session().rollback()
        return _form(state, status_of(error))
    flash(say(N_("%(number)s is registered."), {"number": complaint.number}), "good")
    return see_other(_address(complaint.number))


def _form(form: FormState, status: int = 200) -> Response:
    return render("intake/complaints/new.html", status=status, form=form, **CHOICES)


@pages.get("/complaints/<number>")
@allow(READ)
def show(number: str) -> Response:
    """One complaint: where it stands, who has to do what until when, the texts, what was agreed, the history."""
    session, actor = current_session(), current_actor()
    complaint = queries.complaint_of(session, actor, number)
    site = site_of(session, complaint.site)
    g.timezone = site.timezone
    note_reading(session, actor, complaint)
    link = (
        confirmation_link(current_runtime().settings, complaint)
        if complaint.state in {"settled", "replied"} and actor.may(REPLY, complaint.site)
        else None
    )
    return render(
        "intake/complaints/show.html",
        d=details_of(session, complaint),
        c=complaint,
        site=site,
        customer=customers.customer_of(session, actor, complaint.customer_code),
        operations=OPERATIONS.offered(session, actor, complaint),
        timeline=timeline_of(session, number),
        next_operation=next_of(session, complaint),
        confirmation_link=link,
        out=commands.what_is_out(session, complaint) if complaint.state == "confirmed" else None,
        origin=origin_of(session, number),
        mail_set_up=current_runtime().settings.mail is not None,
        may_attach=actor.may(ATTACH, complaint.site),
        correction=bool(corrections_for(session, actor, complaint)),
        form=FormState(),
        **CHOICES,
    )


@pages.post("/complaints/<number>/attachments")
@allow(ATTACH)
def attach(number: str) -> Response:
    """Files that were dropped on the complaint's page."""
    complaint = queries.complaint_of(current_session(), current_actor(), number, lock=True)
    count = attach_files(current_actor(), complaint, request.form.get("kind", "other"))
    flash(say(N_("Files attached: %(count)s"), {"count": count}), "good" if count else "warn")
    return see_other(_address(number))


def attach_files(actor: Actor, complaint: Complaint, kind: str) -> int:
    """Attach every file of the posted form's field `files`; says how many there were."""
    chosen = [file for file in request.files.getlist("files") if file.filename]
    for file in chosen:
        stored = current_runtime().files.save(file.stream, filename=file.filename or "file", limit=UPLOAD_LIMIT)
        commands.attach_file(current_session(), actor, complaint, stored, kind)
    return len(chosen)


def _operation_form(operation: Operation[Complaint], complaint: Complaint, form: FormState, status: int) -> Response:
    return render(
        str(operation.template),
        status=status,
        operation=operation,
        c=complaint,
        d=details_of(current_session(), complaint),
        form=form,
        site=site_of(current_session(), complaint.site),
        mail_set_up=current_runtime().settings.mail is not None,
        **CHOICES,
    )


def _address(number: str) -> str:
    return url_for("complaints.show", number=number)


OPERATIONS.add_pages(pages, "complaints", _operation_form, _address, attach_files)
