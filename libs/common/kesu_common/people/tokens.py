"""Signed tokens: who is signed in (desk signs, everybody checks offline), which service calls, and which customer a link was given to."""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, OKPKey

from kesu_common import clock
from kesu_common.errors import Unauthenticated
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, Grant
from kesu_common.settings import Settings

SESSION_LIFETIME = timedelta(minutes=60)
SERVICE_TOKEN_LIFETIME = timedelta(minutes=5)
_SIGNATURE = "Ed25519"  # RFC 9864's name of EdDSA over Ed25519
_MAC = "HS256"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a session token says: the person, the session `sid` at desk, and the times of sign-in, issue and end (UTC)."""

    actor: Actor
    sid: str
    signed_in_at: datetime
    issued_at: datetime
    expires_at: datetime


def new_session_keys() -> tuple[str, str]:
    """A fresh Ed25519 pair for session tokens: (private PEM, public PEM). The private one belongs to desk alone."""
    key = OKPKey.generate_key("Ed25519")
    return key.as_pem(private=True).decode(), key.as_pem(private=False).decode()


def issue_session_token(
    private_pem: str,
    person: Actor,
    *,
    sid: str,
    signed_in_at: datetime | None = None,
    lifetime: timedelta = SESSION_LIFETIME,
) -> str:
    """A token that says for `lifetime` (60 minutes at most) that `person` is signed in, with the grants of this moment.

    A renewed token keeps the `signed_in_at` of its session, so that "sign out everywhere" reaches it too.
    """
    issued = clock.now()
    claims = {
        "sub": person.id,
        "name": person.name,
        "language": person.language,
        "grants": sorted([g.role, g.site] for g in person.grants),
        "sid": sid,
        "auth_time": (signed_in_at or issued).timestamp(),
        "iat": issued.timestamp(),
        "exp": int((issued + min(lifetime, SESSION_LIFETIME)).timestamp()),
    }
    return jwt.encode({"alg": _SIGNATURE, "typ": "session+jwt"}, claims, _private_key(private_pem), algorithms=[_SIGNATURE])


def read_session_token(public_pem: str, token: str) -> SignedIn:
    """The person that `token` names. Raises `Unauthenticated` when it is forged, over, or no session token.

    Tokens whose signature was found good are remembered (a few thousand per process), so a page with ten requests verifies once.
    """
    signed_in = _verified(public_pem, token)
    if signed_in.expires_at <= clock.now():
        raise Unauthenticated(N_("Your session is over. Please sign in again."))
    return signed_in


@functools.lru_cache(maxsize=4096)
def _verified(public_pem: str, token: str) -> SignedIn:
    try:
        claims = jwt.decode(token, _public_key(public_pem), algorithms=[_SIGNATURE]).claims
        return SignedIn(
            actor=Actor(
                id=str(claims["sub"]),
                name=str(claims["name"]),
                kind="person",
                grants=frozenset(Grant(role, site) for role, site in claims["grants"]),
                language=claims.get("language"),
            ),
            sid=str(claims["sid"]),
            signed_in_at=datetime.fromtimestamp(claims["auth_time"], UTC),
            issued_at=datetime.fromtimestamp(claims["iat"], UTC),
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Unauthenticated(N_("The session is not valid. Please sign in again.")) from error


def issue_service_token(settings: Settings) -> str:
    """A token with which this service calls another for the next five minutes (catch-up from its journal)."""
    return _issue(settings.service_token_secret, "service", {"sub": settings.service}, clock.now() + SERVICE_TOKEN_LIFETIME)


def read_service_token(settings: Settings, token: str) -> Actor:
    """The calling service, which may do everything. Raises `Unauthenticated`."""
    return Actor.service(str(_read(settings.service_token_secret, "service", token)["sub"]))


def sign_link(secret: str, purpose: str, payload: Mapping[str, Any], expires: datetime) -> str:
    """A URL-safe token that carries `payload` (readable by whoever has it) for one `purpose` until `expires`: links for customers.

    The same arguments make the same token, whenever it is made: a letter, a mail and a reminder show one link.
    """
    return _issue(secret, f"link:{purpose}", {"payload": dict(payload)}, expires)


def read_link(secret: str, purpose: str, token: str) -> dict[str, Any]:
    """The payload of a link made for the same `purpose`. Raises `Unauthenticated`: changed, over, or made for another purpose."""
    payload: dict[str, Any] = _read(secret, f"link:{purpose}", token)["payload"]
    return payload


def _issue(secret: str, purpose: str, claims: Mapping[str, Any], expires: datetime) -> str:
    body = {**claims, "exp": int(expires.timestamp())}
    return jwt.encode({"alg": _MAC}, body, _derived_key(secret, purpose), algorithms=[_MAC])


def _read(secret: str, purpose: str, token: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(token, _derived_key(secret, purpose), algorithms=[_MAC]).claims
        expires = datetime.fromtimestamp(claims["exp"], UTC)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Unauthenticated(N_("The link or token is not valid.")) from error
    if expires <= clock.now():
        raise Unauthenticated(N_("The link or token has expired."))
    return claims


@functools.lru_cache(maxsize=64)
def _derived_key(secret: str, purpose: str) -> OctKey:
    """One key per purpose, so that a token made for one purpose can never be read as another."""
    return OctKey.import_key(hmac.digest(secret.encode(), f"kesu:{purpose}".encode(), hashlib.sha256))


@functools.lru_cache(maxsize=8)
def _private_key(pem: str) -> OKPKey:
    return OKPKey.import_key(_unfolded(pem))


@functools.lru_cache(maxsize=8)
def _public_key(pem: str) -> OKPKey:
    return OKPKey.import_key(_unfolded(pem))


def _unfolded(pem: str) -> str:
    """A PEM that was put into one line of an environment file has its line breaks as backslash-n."""
    return pem.replace("\\n", "\n")
