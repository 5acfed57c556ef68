"""The portal's pages: own complaints, a new one, one with its state in plain words. No sign-in: the link is the permission."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, request, url_for

from kesu_common.errors import Conflict, Invalid, KesuError, TooLarge, TooMany
from kesu_common.files import StoredFile
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.web.access import public
from kesu_common.web.current import answer_is_secret, current_runtime, current_session
from kesu_common.web.forms import FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.problems import status_of
from kesu_common.web.security import limiter
from kesu_common.web.translations import say
from kesu_intake.complaints.model import CLAIMS, Complaint
from kesu_intake.confirmations.commands import confirm_complaint, dispute_complaint
from kesu_intake.confirmations.model import LINK
from kesu_intake.customers.model import Customer
from kesu_intake.portal.commands import add_to_complaint, submit_complaint
from kesu_intake.portal.links import opened
from kesu_intake.portal.model import PortalLink
from kesu_intake.portal.queries import own_complaint, own_complaints, own_files
from kesu_intake.portal.schemas import PortalAddIn, PortalAnswerIn, PortalComplaintIn
from kesu_intake.portal.words import PLAIN
from kesu_intake.replies.queries import reply_to_confirm

pages = Blueprint("portal", __name__)
MOST_FILES = 10
FILE_LIMIT = 20 * 1024 * 1024
_REFUSALS = (Invalid, Conflict, TooLarge, TooMany)


@pages.get("/portal/<token>/")
@public
@limiter.limit("60 per minute")
def home(token: str) -> Response:
    """The customer's own complaints and where each stands."""
    link, customer = _open(token)
    found = own_complaints(current_session(), link)
    return render("intake/portal/home.html", token=token, customer=customer, complaints=found, plain=PLAIN, link=link)


@pages.route("/portal/<token>/new", methods=["GET", "POST"])
@public
@limiter.limit("20 per minute")
def new(token: str) -> Response:
    """A new complaint in the customer's own words."""
    link, customer = _open(token)
    if request.method == "GET":
        return _new_form(token, customer, FormState.of({"who": link.person}))
    try:
        given = load_form(PortalComplaintIn(), request)
        given.pop("website")
        complaint = submit_complaint(current_session(), link, customer, _files(), **given)
    except _REFUSALS as error:
        state = FormState.refused(request, error)
        current_session().rollback()
        return _new_form(token, _open(token)[1], state, status_of(error))
    flash(say(N_("Thank you. Your complaint has the number %(number)s."), {"number": complaint.number}), "good")
    return see_other(url_for("portal.show", token=token, number=complaint.number))


@pages.get("/portal/<token>/complaints/<number>")
@public
@limiter.limit("60 per minute")
def show(token: str, number: str) -> Response:
    """One own complaint: its state in plain words, our reply, what was sent."""
    link, _customer = _open(token)
    return _show(token, link, own_complaint(current_session(), link, number))


@pages.post("/portal/<token>/complaints/<number>/files")
@public
@limiter.limit("20 per minute")
def add(token: str, number: str) -> Response:
    """Files or words that belong to an own complaint."""
    link, _customer = _open(token)
    try:
        given = load_form(PortalAddIn(), request)
        complaint, files = own_complaint(current_session(), link, number, lock=True), _files()
        if not files and not given.get("words"):
            raise Invalid(N_("Choose a file or write something."), field="words")
        add_to_complaint(current_session(), link, complaint, files, who=given["who"], words=given.get("words", ""))
    except _REFUSALS as error:
        return _refused(token, number, error)
    flash(say(N_("Thank you: we have it.")), "good")
    return see_other(url_for("portal.show", token=token, number=number))


@pages.post("/portal/<token>/complaints/<number>/answer")
@public
@limiter.limit("20 per minute")
def answer(token: str, number: str) -> Response:
    """The customer confirms our reply, or disagrees (clause 4.1.3.1-c)."""
    link, _customer = _open(token)
    try:
        given = load_form(PortalAnswerIn(), request)
        complaint, who, words = own_complaint(current_session(), link, number, lock=True), given["who"], given.get("words", "")
        said = confirm_complaint if given["answer"] == "confirm" else dispute_complaint
        said(current_session(), Actor.customer(link.customer_code, who), complaint, how=LINK, who=who, words=words)
    except _REFUSALS as error:
        return _refused(token, number, error)
    thanks = N_("Thank you: your confirmation is recorded.")
    again = N_("Thank you: we look into it again, and you will hear from us.")
    message = thanks if given["answer"] == "confirm" else again
    flash(say(message), "good")
    return see_other(url_for("portal.show", token=token, number=number))


def _open(token: str) -> tuple[PortalLink, Customer]:
    """What the link opens; pages are kept by nobody on the way, and times are those of the site."""
    if request.method == "GET":
        answer_is_secret()  # the answer to a form stays under its key, so that sending it twice does not complain twice
    link, customer = opened(current_session(), current_runtime().settings, token)
    g.timezone = site_of(current_session(), link.site).timezone
    return link, customer


def _files() -> list[StoredFile]:
    """The posted files, each checked by its content. Raises `Invalid` for too many or for one that is not taken."""
    chosen = [file for file in request.files.getlist("files") if file.filename]
    if len(chosen) > MOST_FILES:
        raise Invalid(N_("At most %(most)s files at a time."), field="files", most=MOST_FILES)
    store = current_runtime().files
    return [store.save(file.stream, filename=file.filename or "file", limit=FILE_LIMIT) for file in chosen]


def _new_form(token: str, customer: Customer, form: FormState, status: int = 200) -> Response:
    return render("intake/portal/new.html", status=status, token=token, customer=customer, form=form, claims=CLAIMS)


def _refused(token: str, number: str, error: KesuError) -> Response:
    state = FormState.refused(request, error)
    current_session().rollback()
    link, _customer = _open(token)
    return _show(token, link, own_complaint(current_session(), link, number), state, status_of(error))


def _show(token: str, link: PortalLink, complaint: Complaint, form: FormState | None = None, status: int = 200) -> Response:
    session = current_session()
    return render(
        "intake/portal/show.html",
        status=status,
        token=token,
        c=complaint,
        plain=PLAIN[complaint.state],
        form=form or FormState.of({"who": link.person}),
        reply=reply_to_confirm(session, complaint.number, complaint.round) if complaint.replied_at else None,
        files=own_files(session, complaint),
    )
