"""Pages of drafts: the list, bringing an e-mail in, one draft, its forms."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common import clock
from kesu_common.attachments import attachments_of
from kesu_common.errors import Invalid, TooLarge
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.web.access import allow
from kesu_common.web.choices import site_choices
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.operations import Operation
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import page_args, paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_intake.complaints.pages import CHOICES, attach_files
from kesu_intake.complaints.queries import complaint_of
from kesu_intake.drafts import queries
from kesu_intake.drafts.api import upload_mail
from kesu_intake.drafts.commands import paste_mail
from kesu_intake.drafts.model import DRAFT_STATES, Draft
from kesu_intake.drafts.operations import OPERATIONS
from kesu_intake.drafts.schemas import DraftListArgs, MailArgs, PasteIn
from kesu_intake.permissions import READ_DRAFTS, TAKE_DRAFT

pages = Blueprint("drafts", __name__)


@pages.get("/drafts/")
@allow(READ_DRAFTS)
def listing() -> Response:
    """The e-mails, those that wait for a decision first on demand."""
    args = page_args(DraftListArgs())
    page = paginate(current_session(), queries.drafts(current_actor(), args), queries.SORTS, identity=Draft.id, args=args)
    return render("intake/drafts/list.html", page=page, states=DRAFT_STATES.states, may_take=current_actor().may(TAKE_DRAFT))


@pages.route("/drafts/new", methods=["GET", "POST"])
@allow(TAKE_DRAFT)
def new() -> Response:
    """Bring an e-mail in: as a file, or as pasted text."""
    sites = site_choices(current_session(), current_actor(), TAKE_DRAFT)
    start = {"received_at": clock.now()}
    if request.method == "GET":
        return render("intake/drafts/new.html", form=FormState.of(start), sites=sites)
    try:
        file = request.files.get("files")
        if file is not None and file.filename:
            draft = upload_mail(file, load_form(MailArgs(only=("site",), unknown="exclude"), request)["site"])
        else:
            draft = paste_mail(current_session(), current_actor(), current_runtime().files, **load_form(PasteIn(), request))
    except (Invalid, TooLarge) as error:
        state = FormState.refused(request, error)
        current_session().rollback()
        return render("intake/drafts/new.html", status=status_of(error), form=state, sites=sites)
    flash(say(N_("%(number)s is kept: decide now what it is."), {"number": draft.number}), "good")
    return see_other(_address(draft.number))


@pages.get("/drafts/<number>")
@allow(READ_DRAFTS)
def show(number: str) -> Response:
    """One e-mail: its text, what came with it, what was refused, what can be done."""
    session, actor = current_session(), current_actor()
    draft = queries.draft_of(session, actor, number)
    g.timezone = site_of(session, draft.site).timezone
    return render(
        "intake/drafts/show.html",
        d=draft,
        attachments=attachments_of(session, number),
        operations=OPERATIONS.offered(session, actor, draft),
    )


def _operation_form(operation: Operation[Draft], draft: Draft, form: FormState, status: int) -> Response:
    return render(
        str(operation.template),
        status=status,
        operation=operation,
        d=draft,
        attachments=attachments_of(current_session(), draft.number),
        form=form,
        **CHOICES,
    )


def _address(number: str) -> str:
    """What an e-mail has become is the place to go on."""
    draft = queries.draft_of(current_session(), current_actor(), number)
    if draft.complaint_number:
        return url_for("complaints.show", number=draft.complaint_number)
    return url_for("drafts.show", number=number)


def _attach(actor: Actor, draft: Draft, kind: str) -> int:
    """Files of the form go to the complaint that the draft has become."""
    return attach_files(actor, complaint_of(current_session(), actor, str(draft.complaint_number)), kind)


OPERATIONS.add_pages(pages, "drafts", _operation_form, _address, _attach)
