"""People over REST, for administrators; `me` for everybody."""

from __future__ import annotations

from typing import Any

from kesu_common.people.authenticate import forget_cached
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.paging import paginate, send_links
from kesu_desk.people import commands
from kesu_desk.people.model import Person
from kesu_desk.people.queries import own_account, people_for, person_named
from kesu_desk.people.schemas import PasswordChange, PasswordIn, PeopleQuery, PersonChange, PersonIn, PersonOut
from kesu_desk.permissions import MANAGE_PEOPLE, USE_ACCOUNT

api = ApiBlueprint("people", __name__, description="Accounts and their roles at sites")
SORTS = {"login": Person.number, "name": Person.name, "created_at": Person.created_at}


@api.get("")
@api.arguments(PeopleQuery, location="query")
@api.response(200, PersonOut(many=True))
@allow(MANAGE_PEOPLE)
def list_people(args: dict[str, Any]) -> Any:
    """The people whom the caller administers."""
    statement = people_for(current_actor(), q=args.get("q"), state=args.get("state"))
    page = paginate(current_session(), statement, SORTS, identity=Person.id, args=args, default="login")
    send_links(page)
    return page.items


@api.post("")
@api.arguments(PersonIn)
@api.response(201, PersonOut)
@allow(MANAGE_PEOPLE)
def post_person(body: dict[str, Any]) -> Person:
    """Add an account."""
    person = commands.add_person(current_session(), current_actor(), **body)
    send_etag(person)
    return person


@api.get("/me")
@api.response(200, PersonOut)
@allow(USE_ACCOUNT)
def get_me() -> Person:
    """The caller's own account."""
    return own_account(current_session(), current_actor())


@api.post("/me/password")
@api.arguments(PasswordChange)
@api.response(204)
@allow(USE_ACCOUNT)
def post_own_password(body: dict[str, Any]) -> None:
    """Change one's own password; ends every session."""
    commands.change_password(current_session(), current_actor(), own_account(current_session(), current_actor()), **body)
    _forget()


@api.get("/<login>")
@api.response(200, PersonOut)
@allow(MANAGE_PEOPLE)
def get_person(login: str) -> Person:
    """One account."""
    person = person_named(current_session(), current_actor(), login)
    send_etag(person)
    return person


@api.put("/<login>")
@api.arguments(PersonChange)
@api.response(200, PersonOut)
@allow(MANAGE_PEOPLE)
def put_person(body: dict[str, Any], login: str) -> Person:
    """Change name, language, e-mail and roles."""
    person = person_named(current_session(), current_actor(), login)
    check_match(person, required=True)
    send_etag(person)
    _forget()
    return commands.change_person(current_session(), current_actor(), person, **body)


@api.post("/<login>/close")
@api.response(200, PersonOut)
@allow(MANAGE_PEOPLE)
def post_close(login: str) -> Person:
    """Close the account and end its sessions."""
    return _changed(login, commands.close_person)


@api.post("/<login>/reopen")
@api.response(200, PersonOut)
@allow(MANAGE_PEOPLE)
def post_reopen(login: str) -> Person:
    """Let a closed account be used again."""
    return _changed(login, commands.reopen_person)


@api.post("/<login>/revoke")
@api.response(200, PersonOut)
@allow(MANAGE_PEOPLE)
def post_revoke(login: str) -> Person:
    """Sign the person out everywhere."""
    return _changed(login, commands.revoke_sessions)


@api.post("/<login>/password")
@api.arguments(PasswordIn)
@api.response(200, PersonOut)
@allow(MANAGE_PEOPLE)
def post_password(body: dict[str, Any], login: str) -> Person:
    """Give the person a temporary password."""
    return _changed(login, commands.reset_password, **body)


def _changed(login: str, command: Any, **more: Any) -> Person:
    person = person_named(current_session(), current_actor(), login)
    check_match(person)
    send_etag(person)
    _forget()
    changed: Person = command(current_session(), current_actor(), person, **more)
    return changed


def _forget() -> None:
    """This process reads people anew at its next request; the others within two seconds."""
    forget_cached(current_runtime().database)
