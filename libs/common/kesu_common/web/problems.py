"""One table from domain errors to HTTP, as RFC 9457 problem documents for programs and as pages in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from traceback import extract_tb
from typing import Any, cast
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, redirect, request
from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from kesu_common import context, errors
from kesu_common.i18n import N_
from kesu_common.web import validation_messages
from kesu_common.web.access import action_of
from kesu_common.web.error_pages import error_page
from kesu_common.web.pages import page_link
from kesu_common.web.translations import refusal, say

log = structlog.get_logger()

STATUS: dict[type[errors.KesuError], int] = {
    errors.Invalid: 422,
    errors.NotFound: 404,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.PreconditionRequired: 428,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unavailable: 503,
    errors.KesuError: 400,
}
TYPE = "https://kesu.dev/problems/"
RETRY_AFTER = {429: "60", 503: "5"}
STALE = N_("Somebody else changed this in the meantime. Load it again, look at what is new, then repeat your change.")
BUSY = N_("The database does not answer at the moment. Nothing was saved; try again in a few seconds.")
EXISTS = N_("There is one like this already (%(constraint)s). Nothing was saved.")
TOO_DEEP = N_("This JSON is nested too deeply to be read.")
BROKEN = N_("Something went wrong on our side. Nothing was saved. Quote the number below when you report it.")


def init_problems(app: Flask) -> None:
    """Answer every error of this app in the form that the caller reads."""
    app.register_error_handler(errors.KesuError, _on_domain_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(StaleDataError, lambda _e: answer(412, "stale", say(STALE)))
    app.register_error_handler(DBAPIError, _on_database_error)
    app.register_error_handler(PoolTimeout, lambda _e: answer(503, "unavailable", say(BUSY)))
    app.register_error_handler(RecursionError, _on_deep_json)
    app.register_error_handler(Exception, _on_defect)


def status_of(error: errors.KesuError) -> int:
    """The HTTP status of a domain error: that of the nearest class in the table."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def answer(
    status: int, code: str, detail: str, *, fields: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
) -> Response:
    """A problem document, or the error page when a browser asks. `fields` are [{pointer, detail}]."""
    if _wants_page():
        response = make_response(error_page(status, code, detail, fields or []))
    else:
        body: dict[str, Any] = {"type": TYPE + code, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
        body["instance"] = request.script_root + request.path
        body["trace_id"] = context.trace_id()
        if fields:
            body["errors"] = fields
        response = jsonify(body)
        response.content_type = "application/problem+json"
    response.status_code = status
    for name, value in {**({"Retry-After": RETRY_AFTER[status]} if status in RETRY_AFTER else {}), **(headers or {})}.items():
        response.headers[name] = value
    return response


def pointers(messages: Any) -> list[dict[str, str]]:
    """marshmallow's nested messages as a flat list of {pointer (RFC 6901 fragment), detail (one sentence)}."""
    if isinstance(messages, dict) and messages and all(k in _LOCATIONS and isinstance(v, dict) for k, v in messages.items()):
        return [entry for part in messages.values() for entry in _walk(part, "#")]
    return list(_walk(messages, "#"))


_LOCATIONS = {"json", "query", "form", "files", "headers", "json_or_form", "querystring"}


def _walk(messages: Any, at: str) -> Iterator[dict[str, str]]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _walk(inner, at if name == "_schema" else f"{at}/{name}")
    elif isinstance(messages, (list, tuple)):
        for message in messages:
            yield {"pointer": at, "detail": validation_messages.translated(str(message))}
    else:
        yield {"pointer": at, "detail": validation_messages.translated(str(messages))}


def _wants_page() -> bool:
    return not request.path.startswith("/api/") and request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


def _on_domain_error(error: errors.KesuError) -> Response:
    if isinstance(error, errors.Unauthenticated) and request.method == "GET" and _wants_page() and _needs_sign_in():
        return _to_sign_in()
    fields = pointers(error.errors) if isinstance(error, errors.Invalid) and error.errors else []
    if error.field and (not fields or fields == pointers({error.field: [str(error)]})):  # the same once more, in the caller's language
        fields = [{"pointer": f"#/{error.field}", "detail": refusal(error)}]
    headers = {"WWW-Authenticate": 'Bearer realm="kesu"'} if isinstance(error, errors.Unauthenticated) else None
    return answer(status_of(error), error.code, refusal(error), fields=fields, headers=headers)


def _needs_sign_in() -> bool:
    return request.endpoint is not None and action_of(current_app, request.endpoint) is not None


def _to_sign_in() -> Response:
    """Whoever follows a link without being signed in signs in first, and then comes back to it."""
    settings = current_app.extensions["kesu"].settings
    here = page_link(settings, current_app.extensions["kesu"].service.name, request.full_path.rstrip("?"))
    return cast("Response", redirect(f"{page_link(settings, 'desk', '/sign-in')}?{urlencode({'next': here})}", 303))


_PLAIN = {
    400: N_("The request cannot be understood."),
    404: N_("There is nothing at this address."),
    405: N_("This address is not for that."),
    406: N_("The answer does not exist in the form that was asked for."),
    413: N_("What was sent is too large."),
    415: N_("What was sent is of a kind that is not taken here."),
}
"""What happened, by status, where the router says it in English only."""


def _on_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return current_app.make_response(error.get_response())  # the router's redirects
    data = getattr(error, "data", None) or {}
    messages = data.get("messages")
    headers: dict[str, str] = dict(data.get("headers") or {})
    headers |= {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After", "WWW-Authenticate"}}
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    if messages:
        return answer(status, "invalid", say(N_("Some fields need another look.")), fields=pointers(messages), headers=headers)
    told = error.description if error.description != type(error).description else _PLAIN.get(status)
    return answer(status, code, say(str(told or HTTPStatus(status).phrase)), headers=headers)


def _on_database_error(error: DBAPIError) -> Response:
    original = error.orig
    if isinstance(error, IntegrityError) and isinstance(original, pg.UniqueViolation):
        return answer(409, "exists", say(EXISTS, {"constraint": original.diag.constraint_name}))
    if isinstance(original, (pg.LockNotAvailable, pg.DeadlockDetected, pg.SerializationFailure)):
        return answer(409, "busy", say(STALE))
    if isinstance(error, OperationalError) or error.connection_invalidated:
        log.warning("database unavailable", error=str(original))
        return answer(503, "unavailable", say(BUSY))
    if isinstance(original, pg.DataError):
        return answer(422, "invalid", say(N_("A value is out of range or has a character that cannot be stored.")))
    return _on_defect(error)


def _on_deep_json(error: RecursionError) -> Response:
    """JSON nested so deeply that its decoder gives up is bad input; any other endless recursion is a defect of ours."""
    innermost = extract_tb(error.__traceback__)[-1].filename.replace("\\", "/")
    if request.is_json and "/json/" in innermost:
        return answer(400, "bad-request", say(TOO_DEEP))
    return _on_defect(error)


def _on_defect(error: Exception) -> Response:
    if current_app.testing and current_app.config.get("PROPAGATE_DEFECTS"):
        raise error
    log.exception("defect", path=request.path)
    return answer(500, "defect", say(BROKEN))
