"""Headers, forgery protection and limits that every answer and every request of every service is held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

from kesu_common.errors import TooLarge
from kesu_common.i18n import N_
from kesu_common.people.authenticate import SESSION_COOKIE

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""What pages may load and where their forms may go; the addresses of the other services are added where no proxy unites them."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
JSON_LIMIT = 2 * 1024 * 1024
UPLOAD_LIMIT = 64 * 1024 * 1024
JSON_TYPES = {"application/json", "application/x-ndjson", "application/problem+json"}

csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", headers_enabled=True)
"""Requests are limited where a view says so: sign-in, public links, portals."""


def init_security(app: Flask, *, secret_key: str, secure_cookies: bool, links: Iterable[str] = ()) -> None:
    """Switch on headers, CSRF checks for cookie-borne requests, and body limits."""
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="kesu_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure_cookies,
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        MAX_FORM_MEMORY_SIZE=JSON_LIMIT,
    )
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request_funcs[None].remove(limiter._check_request_limit)  # limited views check themselves; all others need not be asked
    app.before_request(_limit_body)
    app.before_request(_check_forgery)
    policy = " ".join([CONTENT_SECURITY_POLICY, *sorted(set(links))])
    headers = {**HEADERS, "Content-Security-Policy": policy}
    app.after_request(partial(_add_headers, headers))
    app.jinja_env.globals["csrf_token"] = generate_csrf


def _limit_body() -> None:
    if request.mimetype in JSON_TYPES:
        request.max_content_length = JSON_LIMIT
    limit = request.max_content_length
    if limit is not None and (request.content_length or 0) > limit:
        raise TooLarge(N_("At most %(limit)s MB are taken in one request; split it."), limit=limit // 1024 // 1024)


def _check_forgery() -> None:
    """A request that a browser could have been tricked into carries a cookie; one with a key or token in its headers cannot be forged."""
    by_header = request.authorization is not None or "X-Api-Key" in request.headers
    if (
        request.method in {"POST", "PUT", "PATCH", "DELETE"}
        and not by_header
        and (SESSION_COOKIE in request.cookies or not request.is_json)
    ):
        csrf.protect()


def permit_wasm() -> None:
    """Let the page of this request compile WebAssembly of our own; JavaScript made from text stays forbidden."""
    g.wasm = True


def _add_headers(headers: Mapping[str, str], response: Response) -> Response:
    if g.get("wasm"):
        policy = headers["Content-Security-Policy"].replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
        response.headers["Content-Security-Policy"] = policy
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if "actor" in g and g.actor.kind != "anonymous":
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


__all__: list[Any] = ["CSRFError", "csrf", "init_security", "limiter", "permit_wasm"]
