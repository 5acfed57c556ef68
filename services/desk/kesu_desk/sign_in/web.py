"""What page and API share of signing in: where the request came from, and the two cookies."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from kesu_common.people.authenticate import SESSION_COOKIE, forget_cached
from kesu_common.people.tokens import SESSION_LIFETIME
from kesu_common.web.current import current_runtime, current_session
from kesu_desk.people import commands as people
from kesu_desk.people.queries import account_of
from kesu_desk.sign_in.commands import SignedIn, begin_session, check_password
from kesu_desk.sign_in.model import LONGEST

RENEWAL_COOKIE = "kesu_renewal"


def sign_in(login: str, password: str) -> SignedIn:
    """Check the password and begin a session for the request's address and program. Raises what those two raise."""
    check_password(current_runtime().database, login, password, _address())
    return begin_session(current_session(), private_key(), login, address=_address(), program=_program())


def sign_in_first(login: str, password: str, new: str) -> SignedIn:
    """The first sign-in with a temporary password: replace it, then sign in. Raises `Invalid` when the new one is too weak."""
    check_password(current_runtime().database, login, password, _address())
    person = account_of(current_session(), login)
    people.change_password(current_session(), person.actor(), person, old=password, new=new)
    forget_cached(current_runtime().database)
    return begin_session(current_session(), private_key(), login, address=_address(), program=_program())


def private_key() -> str:
    """The key with which desk, and desk alone, signs session tokens. Raises `RuntimeError` when it is not set."""
    key = current_runtime().settings.session_private_key
    if key is None:
        raise RuntimeError("KESU_SESSION_PRIVATE_KEY is not set: desk cannot sign anybody in")
    return key


def keep_cookies(response: Response, signed_in: SignedIn) -> Response:
    """The token for all services, and the renewal secret for desk alone."""
    secure = current_runtime().settings.public_url.startswith("https:")
    seconds = int(SESSION_LIFETIME.total_seconds())
    response.set_cookie(SESSION_COOKIE, signed_in.token, max_age=seconds, path="/", httponly=True, samesite="Lax", secure=secure)
    longest = int(LONGEST.total_seconds())
    path = request.script_root or "/"
    response.set_cookie(RENEWAL_COOKIE, signed_in.secret, max_age=longest, path=path, httponly=True, samesite="Lax", secure=secure)
    return response


def drop_cookies(response: Response) -> Response:
    """Forget both."""
    response.delete_cookie(SESSION_COOKIE, path="/")
    response.delete_cookie(RENEWAL_COOKIE, path=request.script_root or "/")
    return response


def own_address(url: str | None) -> str:
    """`url` if it leads to a page of this installation, else the person's desk: nobody is sent elsewhere after signing in."""
    settings = current_runtime().settings
    if not url or "\\" in url or not url.isprintable():
        return settings.link("desk")
    parts = urlsplit(url)
    if not parts.scheme and not parts.netloc and url.startswith("/") and not url.startswith("//"):
        return url
    ours = {urlsplit(base).netloc for base in (settings.public_url, *settings.links.values())} | {request.host}
    return url if parts.scheme in {"http", "https"} and parts.netloc in ours else settings.link("desk")


def _address() -> str:
    return (request.remote_addr or "unknown")[:64]


def _program() -> str:
    return request.headers.get("User-Agent", "")[:200]
