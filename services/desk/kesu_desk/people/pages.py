"""Administering people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import Invalid, KesuError, Stale
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES
from kesu_common.people.authenticate import forget_cached
from kesu_common.people.roles import PEOPLE
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import render, see_other
from kesu_common.web.paging import paginate
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_desk.people import commands
from kesu_desk.people.api import SORTS
from kesu_desk.people.model import Person
from kesu_desk.people.passwords import new_password
from kesu_desk.people.queries import people_for, person_named
from kesu_desk.people.schemas import PeopleQuery, PersonChange, PersonIn
from kesu_desk.permissions import MANAGE_PEOPLE
from kesu_desk.sites.queries import sites_for

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
@allow(MANAGE_PEOPLE)
def listing() -> Response:
    """The people whom one administers."""
    args = PeopleQuery(unknown="exclude").load({name: value for name, value in request.args.items() if value})
    statement = people_for(current_actor(), q=args.get("q"), state=args.get("state"))
    page = paginate(current_session(), statement, SORTS, identity=Person.id, args=args, default="login")
    return render("desk/people/listing.html", page=page)


@blueprint.route("/people/new", methods=["GET", "POST"])
@allow(MANAGE_PEOPLE)
def new() -> Response:
    """Add somebody; the first password is made up and shown once."""
    if request.method == "GET":
        return _form(FormState(), None)
    password = new_password()
    try:
        given = load_form(PersonIn(unknown="exclude", exclude=("password", "grants", "temporary")), request)
        person = commands.add_person(current_session(), current_actor(), **given, grants=posted_grants(), password=password)
    except (FormInvalid, KesuError) as error:
        return _form(FormState.refused(request, error), None, status_of(error))
    return _password_page(person, password)


@blueprint.route("/people/<login>", methods=["GET", "POST"])
@allow(MANAGE_PEOPLE)
def show(login: str) -> Response:
    """One account: change name, language, e-mail, roles."""
    person = person_named(current_session(), current_actor(), login)
    if request.method == "GET":
        return _form(_state(person), person)
    try:
        check_match(person)
        given = load_form(PersonChange(unknown="exclude", exclude=("grants",)), request)
        commands.change_person(current_session(), current_actor(), person, **given, grants=posted_grants())
    except (FormInvalid, Stale, KesuError) as error:
        current_session().rollback()
        return _form(FormState.refused(request, error), person_named(current_session(), current_actor(), login), status_of(error))
    return _done(person, N_("Saved."))


@blueprint.post("/people/<login>/password")
@allow(MANAGE_PEOPLE)
def password(login: str) -> Response:
    """Make up a new first password and show it once."""
    person = person_named(current_session(), current_actor(), login)
    made = new_password()
    commands.reset_password(current_session(), current_actor(), person, made)
    forget_cached(current_runtime().database)
    return _password_page(person, made)


@blueprint.post("/people/<login>/close")
@allow(MANAGE_PEOPLE)
def close(login: str) -> Response:
    """Close the account."""
    return _command(login, commands.close_person, N_("The account is closed and signed out everywhere."))


@blueprint.post("/people/<login>/reopen")
@allow(MANAGE_PEOPLE)
def reopen(login: str) -> Response:
    """Let the account be used again."""
    return _command(login, commands.reopen_person, N_("The account can be used again."))


@blueprint.post("/people/<login>/revoke")
@allow(MANAGE_PEOPLE)
def revoke(login: str) -> Response:
    """Sign the person out everywhere."""
    return _command(login, commands.revoke_sessions, N_("Signed out everywhere."))


def posted_grants() -> list[dict[str, str]]:
    """The ticked boxes `role@site` of a form. Raises `Invalid` for what no box has."""
    found = []
    for ticked in request.form.getlist("grants"):
        role, at, site = ticked.partition("@")
        if not at:
            raise Invalid(N_("There is no role “%(role)s”."), field="grants", role=ticked)
        found.append({"role": role, "site": site})
    return found


def _command(login: str, command: Callable[..., Any], message: str) -> Response:
    person = person_named(current_session(), current_actor(), login)
    check_match(person)
    command(current_session(), current_actor(), person)
    return _done(person, message)


def _done(person: Person, message: str) -> Response:
    forget_cached(current_runtime().database)
    flash(say(message), "good")
    return see_other(url_for("people.show", login=person.login))


def _state(person: Person) -> FormState:
    ticked = [f"{grant['role']}@{grant['site']}" for grant in person.grants]
    return FormState.of(person, "name", "language", "email", login=person.login, grants=ticked)


def _form(form: FormState, person: Person | None, status: int = 200) -> Response:
    sites = [site.code for site in sites_for(current_session(), current_actor(), MANAGE_PEOPLE)]
    if current_actor().may(MANAGE_PEOPLE, ALL_SITES):
        sites.insert(0, ALL_SITES)
    return render("desk/people/form.html", form=form, account=person, sites=sites, roles=PEOPLE, status=status)


def _password_page(person: Person, made: str) -> Response:
    return render("desk/people/password.html", account=person, password=made)
