"""Pages for people: the shared layout and macros, and the few functions with which a view answers."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Flask, Response, current_app, g, make_response, redirect, request, url_for
from jinja2.runtime import Macro
from uuid_utils.compat import uuid7

from kesu_common.i18n import LANGUAGES, N_
from kesu_common.people.actors import ANONYMOUS, Action
from kesu_common.service import NAMES, Service
from kesu_common.settings import Settings
from kesu_common.web.filters import FILTERS, page_zone
from kesu_common.web.translations import language, say

STATIC = Path(__file__).parent / "static"

SERVICES: Mapping[str, tuple[str, str]] = {
    "desk": (N_("My desk"), "home"),
    "intake": (N_("Complaints"), "message-report"),
    "quality": (N_("Quality"), "microscope"),
    "returns": (N_("Returns"), "truck-return"),
    "capa": (N_("Corrective action"), "target"),
    "survey": (N_("Satisfaction"), "mood-smile"),
    "webhooks": (N_("Connections"), "webhook"),
}
"""Name in the navigation and icon of every service."""

OF_SOME: Mapping[str, Action] = {"webhooks": Action("subscription.read", {"admin", "gm", "auditor"})}
"""Services of which one sees nothing without this permission: nobody else is led there."""

_MACROS = ("forms", "lists", "timeline", "state", "cards", "print")
_A_YEAR = 365 * 24 * 3600


def init_pages(app: Flask, service: Service, settings: Settings) -> None:
    """Give `app` the shared templates, static files, filters and the globals (`ui`, `link`, `asset`, `url_with`, …); after `init_i18n`."""
    blueprint = Blueprint("kesu", __name__, static_folder="static", template_folder="templates", static_url_path="/static/kesu")
    app.register_blueprint(blueprint)
    app.extensions["kesu_tones"] = service.tones
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    # `{{ "late" | state_badge }}` would be worked out once, when the template is compiled: in the language of whoever came first.
    env.optimized = False
    env.filters.update(FILTERS)
    env.globals.update(
        asset=asset,
        link=functools.partial(page_link, settings),
        url_with=url_with,
        narrowed=narrowed,
        icon_href=icon_href,
        new_key=lambda: str(uuid7()),
        page_zone=page_zone,
        csrf_field=_csrf,
        languages=LANGUAGES,
        language=language,
        person=_person,
        service_name=service.name,
        service_title=service.title,
        services={name: SERVICES[name] for name in NAMES},
        led_to=_led_to,
        nav_items=lambda: _nav(service),
    )
    with app.app_context():
        env.globals["ui"] = SimpleNamespace(**{name: macro for file in _MACROS for name, macro in _macros(app, file).items()})
    app.after_request(_cache_assets)


def render(template: str, *, status: int = 200, fragment: str | None = None, **context: Any) -> Response:
    """A page. When htmx asks and `fragment` names a block of the template, only that block is sent."""
    found = current_app.jinja_env.get_or_select_template(template)
    current_app.update_template_context(context)
    if fragment is not None and is_htmx():
        response = make_response("".join(found.blocks[fragment](found.new_context(context))), status)
    else:
        response = make_response(found.render(context), status)
    response.vary.add("HX-Request")
    return response


def see_other(url: str) -> Response:
    """Go on to `url` after a successful POST, so that reloading does not send the form again. Works for htmx requests too."""
    if is_htmx():
        return Response(status=200, headers={"HX-Redirect": url})
    return make_response(redirect(url, 303))


def toast(response: Response, message: str, tone: str = "good", **params: Any) -> Response:
    """Let the answer to an htmx request show a passing note (message id with parameters); full pages use `flask.flash`."""
    response.headers["HX-Trigger"] = json.dumps({"kesu:toast": {"text": say(message, params), "tone": tone}})
    return response


def is_htmx() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def asset(filename: str) -> str:
    """Address of a shared static file; changes with its content, so browsers may keep it for a year."""
    return url_for("kesu.static", filename=filename, v=_digest(filename))


def page_link(settings: Settings, service: str, path: str = "/") -> str:
    """Address of another service's page, as `link(service, path)` in templates.

    Without a host where one proxy unites the services, so that the browser stays on the name by which it came.
    """
    if service in settings.links:
        return settings.link(service, path)
    return f"{urlsplit(settings.public_url).path.rstrip('/')}/{service}{path}"


def icon_href(name: str) -> str:
    """Address of a symbol in the sprite. Raises `LookupError` for a name that is not in it, so a typing error is seen in the first test."""
    if name not in _icon_names():
        raise LookupError(f"no icon “{name}” in the sprite; there are: {', '.join(sorted(_icon_names()))}")
    return f"{asset('vendor/icons.svg')}#{name}"


def narrowed() -> bool:
    """Whether the address asks for a part of a list only; the language that it asks for is none."""
    return any(name != "lang" for name in request.args)


def url_with(**changes: Any) -> str:
    """This page's address with some query parameters changed; `None` takes one away. The cursor goes whenever anything else changes."""
    query = {name: values for name, values in request.args.lists() if name not in {"lang", "cursor"}}
    query |= {name: [str(value)] for name, value in changes.items() if value is not None}
    kept = {name: values for name, values in query.items() if changes.get(name, "") is not None}
    path = request.script_root + request.path
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


@functools.cache
def _digest(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:12]


@functools.cache
def _icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor" / "icons.svg").read_text("utf-8")))


def _macros(app: Flask, file: str) -> dict[str, Macro]:
    module = app.jinja_env.get_template(f"kesu/macros/{file}.html").module
    return {name: macro for name, macro in vars(module).items() if isinstance(macro, Macro)}


def _nav(service: Service) -> list[Any]:
    actor = g.get("actor") or ANONYMOUS
    return [item for item in service.nav if actor.may(item.action)]


def _led_to(service: str) -> bool:
    """Whether the navigation leads whoever looks to that service."""
    action = OF_SOME.get(service)
    return action is None or (g.get("actor") or ANONYMOUS).may(action)


def _person() -> Any:
    """Who is signed in, for the layout; `None` for nobody and for customers behind a link."""
    actor = g.get("actor")
    return actor if actor is not None and actor.kind in {"person", "program", "service"} else None


def _csrf() -> str:
    make = current_app.jinja_env.globals.get("csrf_token")
    return str(make()) if callable(make) else ""


def _cache_assets(response: Response) -> Response:
    if request.endpoint == "kesu.static" and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = _A_YEAR if "v" in request.args else 3600
        response.cache_control.immutable = "v" in request.args
    return response
