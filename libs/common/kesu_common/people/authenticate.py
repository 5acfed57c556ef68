"""From what a request carries to who acts: session cookie, bearer token, or key. Verified here, offline, without asking desk."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Literal, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug import Request

from kesu_common.database.engine import Database
from kesu_common.errors import Unauthenticated
from kesu_common.i18n import N_
from kesu_common.people import keys, tokens
from kesu_common.people.actors import ALL_SITES, ANONYMOUS, Actor, Delegated, Grant
from kesu_common.people.copies import KnownKey, KnownPerson, grants_of
from kesu_common.people.delegations import KnownDelegation, delegated_to

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime

SESSION_COOKIE = "kesu_session"
REMEMBERED_SECONDS = 2.0
"""How long a process trusts what it read about a person or key: a revocation works after at most this time."""

Source = Literal["cookie", "header"]
RowT = TypeVar("RowT")


def credential_of(request: Request) -> tuple[Source, str] | None:
    """The one credential of a request, a header before the cookie, and where it came from. Only a cookie needs CSRF protection.

    Raises `Unauthenticated` for an `Authorization` header of another scheme than Bearer.
    """
    key = request.headers.get("X-Api-Key")
    if key:
        return "header", key.strip()
    authorization = request.headers.get("Authorization")
    if authorization:
        scheme, _, value = authorization.partition(" ")
        if scheme.lower() != "bearer" or not value.strip():
            raise Unauthenticated(N_("Send “Authorization: Bearer …” or “X-Api-Key: …”."))
        return "header", value.strip()
    cookie = request.cookies.get(SESSION_COOKIE)
    return ("cookie", cookie) if cookie else None


def authenticate(request: Request, runtime: Runtime) -> Actor:
    """Who sends `request`: `ANONYMOUS` when it carries nothing. Raises `Unauthenticated` when it carries something that is not good.

    Reads the service's copies of people and keys at most every two seconds, in a short transaction of its own that has ended
    before the request's own begins.
    """
    credential = credential_of(request)
    if credential is None:
        return ANONYMOUS
    source, text = credential
    parts = keys.split(text)
    if source == "header" and parts is not None:
        return _key_holder(runtime.database, *parts)
    if source == "header" and _algorithm(text) == "HS256":
        return tokens.read_service_token(runtime.settings, text)
    return _person(runtime.database, tokens.read_session_token(runtime.settings.session_public_key, text))


def forget_cached(database: Database) -> None:
    """Read people and keys anew at the next request: for the process that has just changed them."""
    _RECENT.pop(database, None)


def _person(database: Database, signed_in: tokens.SignedIn) -> Actor:
    """The signed-in person with the grants known now; a service that has not heard of the person yet believes the token."""
    actor = signed_in.actor
    known = _recent(database).people.get(actor.id, lambda s: _read_person(s, actor.id))
    if known is None:
        return actor
    if not known.person.active:
        raise Unauthenticated(N_("This account is closed."))
    if known.person.sessions_before is not None and signed_in.signed_in_at < known.person.sessions_before:
        raise Unauthenticated(N_("This session was ended. Please sign in again."))
    own = actor.grants if known.person.grants is None else grants_of(known.person.grants)
    delegated = tuple(_delegated(known, own))
    return replace(actor, grants=own.union(one.grant for one in delegated), delegated=delegated, acted_for=[])


@dataclass(frozen=True)
class _Known:
    """A person's account, what is delegated to this person, and the accounts of those who did."""

    person: KnownPerson
    delegations: Sequence[KnownDelegation]
    givers: Mapping[str, KnownPerson]


def _read_person(session: Session, login: str) -> _Known | None:
    person = session.get(KnownPerson, login)
    if person is None:
        return None
    delegations = delegated_to(session, login)
    givers = session.scalars(select(KnownPerson).where(KnownPerson.login.in_({one.giver for one in delegations}))) if delegations else ()
    return _Known(person, delegations, {giver.login: giver for giver in givers})


def _delegated(known: _Known, own: frozenset[Grant]) -> Iterator[Delegated]:
    """What is delegated now and not held anyway, as long as the giver has the role: nobody hands on what is not theirs."""
    for one in known.delegations:
        grant, giver = Grant(one.role, one.site), known.givers.get(one.giver)
        if not one.holds or giver is None or not giver.active or _holds(own, grant):
            continue
        if _holds(grants_of(giver.grants or []), grant):
            yield Delegated(grant, one.giver, one.giver_name)


def _holds(grants: frozenset[Grant], wanted: Grant) -> bool:
    return wanted in grants or Grant(wanted.role, ALL_SITES) in grants


def _key_holder(database: Database, prefix: str, secret: str) -> Actor:
    known = _recent(database).keys.get(prefix, lambda s: s.get(KnownKey, prefix))
    if known is None or not keys.fits(secret, known.secret_sha256):
        raise Unauthenticated(N_("The key is not known."))
    if known.revoked:
        raise Unauthenticated(N_("The key was revoked."))
    return Actor(
        id=prefix,
        name=known.name,
        kind="device" if known.kind == "device" else "program",
        grants=grants_of(known.grants),
        place=known.place,
    )


def _algorithm(token: str) -> str | None:
    """The algorithm that a token claims: only chooses which of our own keys it must fit."""
    head = token.partition(".")[0]
    try:
        return str(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["alg"])
    except (ValueError, KeyError, TypeError):
        return None


class _Remembered(Generic[RowT]):
    """Rows by key, each read again when it is older than `REMEMBERED_SECONDS`; starts afresh when it has grown too large."""

    def __init__(self, database: Callable[[], Session], limit: int = 10_000) -> None:
        self._session = database
        self._limit = limit
        self._rows: dict[str, tuple[float, RowT | None]] = {}

    def get(self, key: str, read: Callable[[Session], RowT | None]) -> RowT | None:
        kept = self._rows.get(key)
        if kept is not None and time.monotonic() - kept[0] < REMEMBERED_SECONDS:
            return kept[1]
        read_at = time.monotonic()
        with self._session() as session:
            row = read(session)
        if len(self._rows) >= self._limit:
            self._rows.clear()
        self._rows[key] = (read_at, row)
        return row


@dataclass
class _Recent:
    session_factory: Callable[[], Session]
    people: _Remembered[_Known] = field(init=False)
    keys: _Remembered[KnownKey] = field(init=False)

    def __post_init__(self) -> None:
        self.people = _Remembered(self.session_factory)
        self.keys = _Remembered(self.session_factory)


_RECENT: WeakKeyDictionary[Database, _Recent] = WeakKeyDictionary()


def _recent(database: Database) -> _Recent:
    found = _RECENT.get(database)
    if found is None:
        found = _RECENT[database] = _Recent(database.session_factory)
    return found
