"""Accounts: add, change, close, passwords, and "sign out everywhere". Every service hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common import clock, journal
from kesu_common.database import one_at_a_time
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import LANGUAGES, N_
from kesu_common.people.actors import ALL_SITES, Actor
from kesu_common.people.copies import learn_person, learn_revocation
from kesu_desk.events import PERSON_CHANGED, PERSON_REVOKED
from kesu_desk.people import passwords
from kesu_desk.people.model import PERSON_STATES, Person, changed_sites, check_login, checked_grants
from kesu_desk.permissions import MANAGE_PEOPLE
from kesu_desk.sign_in.model import SignInSession
from kesu_desk.sites.model import SiteSetting

FIRST_ADMIN = "admin"
_ADMINS = "administrators"
"""Whoever makes or takes away an administrator waits for the others."""


def add_person(
    session: Session,
    actor: Actor,
    *,
    login: str,
    name: str,
    grants: Iterable[Mapping[str, str]],
    password: str,
    language: str | None = None,
    email: str | None = None,
    temporary: bool = True,
) -> Person:
    """A new account. A `temporary` password must be changed at the first sign-in.

    Raises `Forbidden` unless the actor administers every site of the grants, `Conflict` if the login is taken, `Invalid` with the field.
    """
    login = login.strip().lower()
    check_login(login)
    passwords.check_strength(password, login)
    if session.scalar(select(Person).where(Person.number == login)):
        raise Conflict(N_("There is somebody with the login “%(login)s” already."), field="login", login=login)
    person = Person(
        number=login,
        site=ALL_SITES,
        state=PERSON_STATES.initial,
        password_hash=passwords.hashed(password),
        temporary_password=temporary,
        grants=[],
    )
    session.add(person)
    _set(session, actor, person, name=name, language=language, email=email, grants=grants)
    return _state(session, actor, person)


def change_person(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    name: str,
    grants: Iterable[Mapping[str, str]],
    language: str | None = None,
    email: str | None = None,
) -> Person:
    """Other name, language, e-mail or grants. Roles that were taken away end within seconds, in every service. Raises like `add_person`."""
    PERSON_STATES.apply(person, "change")
    _require_admin(actor, person)
    was_admin = _administers_all(person)
    _set(session, actor, person, name=name, language=language, email=email, grants=grants)
    if was_admin and not _administers_all(person):
        _keep_an_admin(session)
    return _state(session, actor, person)


def close_person(session: Session, actor: Actor, person: Person) -> Person:
    """Close an account and end everything that it is signed in with. Nothing is deleted: the trail keeps its name."""
    _require_admin(actor, person)
    PERSON_STATES.apply(person, "close")
    if _administers_all(person):
        _keep_an_admin(session)
    _state(session, actor, person)
    return end_all_sessions(session, actor, person)


def reopen_person(session: Session, actor: Actor, person: Person) -> Person:
    """Let a closed account be used again."""
    _require_admin(actor, person)
    PERSON_STATES.apply(person, "reopen")
    return _state(session, actor, person)


def reset_password(session: Session, actor: Actor, person: Person, password: str) -> Person:
    """Give a person a temporary password, and end what was signed in with the old one."""
    _require_admin(actor, person)
    return _set_password(session, actor, person, password, temporary=True)


def change_password(session: Session, actor: Actor, person: Person, *, old: str, new: str) -> Person:
    """The person's own change. Raises `Invalid` when the old one does not fit. Ends every session: sign in again with the new one."""
    if not passwords.fits(old, person.password_hash):
        raise Invalid(N_("This is not the present password."), field="old")
    if old == new:
        raise Invalid(N_("The new password is the old one."), field="new")
    return _set_password(session, actor, person, new, temporary=False, field="new")


def revoke_sessions(session: Session, actor: Actor, person: Person) -> Person:
    """Sign the person out everywhere: the person may, and an administrator."""
    if actor.id != person.login:
        _require_admin(actor, person)
    return end_all_sessions(session, actor, person)


def end_all_sessions(session: Session, actor: Actor, person: Person) -> Person:
    """End every session of the person; tokens that are still about are refused everywhere as soon as the fact is heard."""
    person.sessions_before = clock.now()
    for one in session.scalars(select(SignInSession).where(SignInSession.login == person.login, SignInSession.ended_at.is_(None))):
        one.ended_at = person.sessions_before
    journal.record(session, actor, PERSON_REVOKED, person, {"login": person.login, "sessions_before": person.sessions_before})
    learn_revocation(session, person.login, person.sessions_before)
    return person


def ensure_admin(session: Session) -> str | None:
    """The password of a first administrator (login `admin`), if there is nobody at all yet; else `None`. Safe when called twice at once."""
    one_at_a_time(session, _ADMINS)
    if session.scalar(select(func.count()).select_from(Person)):
        return None
    password = passwords.new_password()
    everything = [{"role": role, "site": ALL_SITES} for role in ("admin", "gm")]
    add_person(
        session, Actor.service("desk"), login=FIRST_ADMIN, name="Administrator", grants=everything, password=password, temporary=False
    )
    return password


def _set(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    name: str,
    language: str | None,
    email: str | None,
    grants: Iterable[Mapping[str, str]],
) -> None:
    if language is not None and language not in LANGUAGES:
        raise Invalid(N_("The language is one of: %(languages)s."), field="language", languages=", ".join(LANGUAGES))
    with session.no_autoflush:
        wanted = checked_grants(grants, session.scalars(select(SiteSetting.number)))
    for site in changed_sites(person.grants, wanted):
        actor.require(MANAGE_PEOPLE, site)
    person.name, person.language, person.email, person.grants = name, language, email, wanted


def _set_password(session: Session, actor: Actor, person: Person, password: str, *, temporary: bool, field: str = "password") -> Person:
    passwords.check_strength(password, person.login, field=field)
    person.password_hash = passwords.hashed(password)
    person.temporary_password = temporary
    return end_all_sessions(session, actor, person)


def _require_admin(actor: Actor, person: Person) -> None:
    """Raise `Forbidden` unless the actor administers every site where the person holds a role: else one could take over a wider account."""
    for site in {grant["site"] for grant in person.grants} or {None}:
        actor.require(MANAGE_PEOPLE, site)


def _administers_all(person: Person) -> bool:
    return {"role": "admin", "site": ALL_SITES} in person.grants


def _keep_an_admin(session: Session) -> None:
    """Raise `Conflict` when the change in hand would leave nobody who administers all sites."""
    session.flush()
    one_at_a_time(session, _ADMINS)
    everywhere = Person.grants.contains([{"role": "admin", "site": ALL_SITES}])
    if not session.scalar(select(func.count()).select_from(Person).where(Person.state == "active", everywhere)):
        raise Conflict(N_("This is the last administrator of all sites. Name another one first."))


def _state(session: Session, actor: Actor, person: Person) -> Person:
    fact: dict[str, Any] = {
        "login": person.login,
        "name": person.name,
        "language": person.language,
        "email": person.email,
        "active": person.is_active,
        "grants": person.grants,
    }
    journal.record(session, actor, PERSON_CHANGED, person, fact)
    learn_person(session, fact)
    return person
