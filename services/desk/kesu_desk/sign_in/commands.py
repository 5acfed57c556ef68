"""Signing in, renewing, signing out."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import Database
from kesu_common.errors import Forbidden, TooMany, Unauthenticated
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.tokens import SESSION_LIFETIME, issue_session_token
from kesu_desk.people import passwords
from kesu_desk.people.model import Person
from kesu_desk.sign_in.model import KEPT, LIMITS, LONGEST, WINDOW, SignInAttempt, SignInSession


@dataclass(frozen=True)
class SignedIn:
    """What the one who signed in gets: the token for every service, and the secret with which desk renews it."""

    person: Person
    session: SignInSession
    token: str
    secret: str


class PasswordExpired(Forbidden):
    """The password was given by an administrator and must be changed first."""

    code = "password-change-required"


WRONG = N_("Login or password is wrong. Check the capitals, or ask your administrator for a new password.")
WAIT = N_("Too many failed attempts. Try again in %(minutes)s minutes, or ask your administrator for a new password.")
CHANGE_FIRST = N_("This password was given to you by somebody else. Choose your own one first.")


def check_password(database: Database, login: str, password: str, address: str) -> None:
    """Raise `Unauthenticated` unless the password is the account's, `TooMany` without looking when there were too many failures.

    Works in transactions of its own: a failed attempt is noted although the request fails. Says the same, after the same time, whether the
    login or the password is wrong.
    """
    login = login.strip().lower()[:64]
    with database.transaction() as session:
        attempt = SignInAttempt(login=login, address=address)
        session.add(attempt)
        session.execute(delete(SignInAttempt).where(SignInAttempt.login == login, SignInAttempt.at < clock.now() - KEPT))
    with database.transaction() as session:
        wait = _wait(session, login, address)
        if wait is not None:
            session.delete(attempt)  # waiting ends although somebody goes on trying
        stored = session.scalar(select(Person.password_hash).where(Person.number == login, Person.state == "active"))
    if wait is not None:
        raise TooMany(WAIT, minutes=max(1, round(wait.total_seconds() / 60)))
    if not passwords.fits(password, stored):
        raise Unauthenticated(WRONG)
    with database.transaction() as session:
        own = SignInAttempt.login == login, SignInAttempt.address == address
        for noted in session.scalars(select(SignInAttempt).where(*own, SignInAttempt.at > clock.now() - WINDOW)):
            noted.failed = False


def begin_session(session: Session, private_key: str, login: str, *, address: str, program: str) -> SignedIn:
    """A session for somebody whose password was found right just now. Raises `PasswordExpired` for a temporary password."""
    person = session.scalars(select(Person).where(Person.number == login.strip().lower())).one()
    if person.temporary_password:
        raise PasswordExpired(CHANGE_FIRST)
    secret = secrets.token_urlsafe(32)
    begun = SignInSession(login=person.login, secret_sha256=_digest(secret), address=address, program=program[:200])
    session.add(begun)
    session.flush()
    token = issue_session_token(private_key, person.actor(), sid=str(begun.id), signed_in_at=begun.started_at)
    return SignedIn(person, begun, token, secret)


def renew_session(session: Session, private_key: str, secret: str) -> SignedIn:
    """A fresh token, with the grants of this moment, for a session that is still alive. Raises `Unauthenticated`."""
    found = session.scalar(select(SignInSession).where(SignInSession.secret_sha256 == _digest(secret)).with_for_update())
    person = session.scalar(select(Person).where(Person.number == found.login, Person.state == "active")) if found else None
    if found is None or person is None or not found.is_alive():
        raise Unauthenticated(N_("Your session is over. Please sign in again."))
    found.seen_at = clock.now()
    lifetime = min(SESSION_LIFETIME, found.started_at + LONGEST - found.seen_at)
    token = issue_session_token(private_key, person.actor(), sid=str(found.id), signed_in_at=found.started_at, lifetime=lifetime)
    return SignedIn(person, found, token, secret)


def end_session(session: Session, secret: str) -> None:
    """Sign out: the session cannot be renewed any more. Knowing none of that secret is as good."""
    found = session.scalar(select(SignInSession).where(SignInSession.secret_sha256 == _digest(secret), SignInSession.ended_at.is_(None)))
    if found is not None:
        found.ended_at = clock.now()


def live_sessions(session: Session, actor: Actor) -> list[SignInSession]:
    """The actor's sessions that are alive, the latest first."""
    own = select(SignInSession).where(SignInSession.login == actor.id, SignInSession.ended_at.is_(None))
    return [one for one in session.scalars(own.order_by(SignInSession.started_at.desc())) if one.is_alive()]


def _wait(session: Session, login: str, address: str) -> timedelta | None:
    """How long to wait before the next attempt, or `None`. The attempt in hand is among those that are counted."""
    since = clock.now() - WINDOW
    for limit in LIMITS:
        failures = select(SignInAttempt.at).where(SignInAttempt.failed, SignInAttempt.at > since)
        if limit.by_login:
            failures = failures.where(SignInAttempt.login == login)
        if limit.by_address:
            failures = failures.where(SignInAttempt.address == address)
        counted = failures.subquery()
        number, oldest = session.execute(select(func.count(), func.min(counted.c.at))).one()
        if number > limit.most:
            left: timedelta = oldest + WINDOW - clock.now()
            return left
    return None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
