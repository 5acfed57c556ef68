"""The one place where an endpoint is joined to the action that it carries out. An app with an endpoint that names none does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from kesu_common.errors import Unauthenticated
from kesu_common.i18n import N_
from kesu_common.people.actors import ANONYMOUS, Action, Actor
from kesu_common.people.authenticate import authenticate
from kesu_common.web.current import current_runtime

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "kesu_action"


def allow(action: Action) -> Callable[[View], View]:
    """Mark a view with the action that its caller must be allowed, at one site at least; the command checks the record's own site."""

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, action)
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that needs no sign-in: health, sign-in itself, and pages behind a signed link."""
    setattr(view, _ATTRIBUTE, None)
    return view


def action_of(app: Flask, endpoint: str) -> Action | None:
    """The action of an endpoint; `None` for public ones."""
    action: Action | None = getattr(app.view_functions[endpoint], _ATTRIBUTE)
    return action


def behind_link() -> bool:
    """Whether this request follows somebody's signed link to a page without sign-in."""
    return request.endpoint is not None and "token" in (request.view_args or {}) and action_of(current_app, request.endpoint) is None


def init_access(app: Flask) -> None:
    """Check every request's actor against its endpoint's action. Raises `RuntimeError` at start for an endpoint without one."""
    unmarked = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not _is_static(rule.endpoint) and not hasattr(app.view_functions[rule.endpoint], _ATTRIBUTE)
    )
    if unmarked:
        raise RuntimeError(f"endpoints without @allow or @public: {', '.join(unmarked)}")
    app.before_request(_check)


def _check() -> None:
    endpoint = request.endpoint
    if endpoint is None or _is_static(endpoint):
        return
    action = action_of(current_app, endpoint)
    if action is None:
        g.actor = _actor_or_anonymous()
        return
    g.actor = actor = authenticate(request, current_runtime())
    if actor is ANONYMOUS:
        raise Unauthenticated(N_("Please sign in first."))
    actor.require(action)


def _is_static(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")


def _actor_or_anonymous() -> Actor:
    try:
        return authenticate(request, current_runtime())
    except Unauthenticated:
        return ANONYMOUS  # a stale cookie must not lock anybody out of the sign-in page
