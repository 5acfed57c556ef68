"""Language and time zone of a request, on Flask-Babel; the words come from the `.po` files of common and of the service."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any

from babel.support import Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale, refresh
from sqlalchemy.exc import SQLAlchemyError

from kesu_common import i18n
from kesu_common.errors import KesuError
from kesu_common.people.actors import ALL_SITES
from kesu_common.people.copies import Site
from kesu_common.web.current import current_session

LANGUAGE_COOKIE = "kesu_lang"
TIMEZONE_COOKIE = "kesu_tz"
DEFAULT_TIMEZONE = "Asia/Shanghai"
_YEAR = 365 * 24 * 3600
_CODES = frozenset({"state", "command", "allowed", "roles"})
"""The parameters of refusals that name things of the program, by their codes."""


class _Domain(Domain):  # type: ignore[misc]  # Flask-Babel is untyped
    """Gives Flask-Babel the catalogues that were read from `.po` files, instead of `.mo` files on disk."""

    def __init__(self, catalogues: i18n.Catalogues) -> None:
        super().__init__()
        self._catalogues = catalogues

    def get_translations(self) -> Translations:
        return self._catalogues.translations(language())


class _Babel(Babel):  # type: ignore[misc]
    def __init__(self, catalogues: i18n.Catalogues) -> None:
        super().__init__()
        self._domain = _Domain(catalogues)

    @property
    def domain_instance(self) -> Domain:
        return self._domain


def init_i18n(app: Flask, packages: Sequence[str]) -> None:
    """Give `app` the languages of `packages` (common is always among them), `_()` in templates, and the `?lang=` switch."""
    i18n.register(*packages)
    catalogues = i18n.Catalogues((i18n.COMMON, *packages))
    app.extensions["kesu_catalogues"] = catalogues
    _Babel(catalogues).init_app(
        app, default_timezone=DEFAULT_TIMEZONE, locale_selector=_select_language, timezone_selector=_select_timezone
    )
    app.after_request(_keep_language)


def language() -> str:
    """The language of this request: `?lang=`, cookie, the signed-in person's, the browser's, English. Outside a request English."""
    locale = get_locale()
    return i18n.spoken(str(locale) if locale else None)


def say(message: str, params: Mapping[str, Any] | None = None) -> str:
    """A message id with its parameters, in the language of this request."""
    return _catalogues().translate(message, params, language())


def label(code: object, in_language: str | None = None) -> str:
    """The words for a code of the program (a state, a severity, a role), in the language of this request unless another is named."""
    return "" if code is None else _catalogues().label(str(code), in_language or language())


def refusal(error: KesuError) -> str:
    """The error's message in the language of this request, with the names of states, commands and roles in words."""
    words = {name: ", ".join(map(label, str(value).split(", "))) if name in _CODES else value for name, value in error.params.items()}
    return say(error.message, words)


def _catalogues() -> i18n.Catalogues:
    found: i18n.Catalogues = current_app.extensions["kesu_catalogues"]
    return found


def _select_language() -> str:
    if not has_request_context():
        return i18n.DEFAULT_LANGUAGE
    person = getattr(g.get("actor"), "language", None)
    for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE), person):
        if wanted in i18n.LANGUAGES:
            return str(wanted)
    # `zh` before `en`: a browser that states both alike is more likely to sit in a Chinese plant.
    accepted = request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "en", "en-US", "en-GB"])
    return i18n.spoken(accepted)


@functools.cache
def _known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _select_timezone() -> str:
    """`g.timezone` (the site's, set by a view that shows one site), else that of the one site where the person works, else the browser's
    own from its cookie, else China's: a list shows the same times as the records in it."""
    candidates = (lambda: g.get("timezone"), _own_site, lambda: request.cookies.get(TIMEZONE_COOKIE) if has_request_context() else None)
    return next((zone for zone in (find() for find in candidates) if zone in _known_zones()), DEFAULT_TIMEZONE)


def use_zone(name: str | None) -> None:
    """Show and read times in this zone from now on in this request; what is no zone's name changes nothing."""
    if name in _known_zones():
        g.timezone = name
        refresh()


def _own_site() -> str | None:
    """The time zone of the only site that the signed-in person has grants for; a grant for every site is no such site."""
    sites = {grant.site for grant in getattr(g.get("actor"), "grants", ())}
    if len(sites) != 1 or ALL_SITES in sites or "kesu" not in current_app.extensions:
        return None
    try:
        site = current_session().get(Site, sites.pop())
    except SQLAlchemyError:  # the page that tells of a database that is down shows times, too
        return None
    return site.timezone if site is not None else None


def _keep_language(response: Response) -> Response:
    wanted = request.args.get("lang", "")
    if wanted in i18n.LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, wanted, max_age=_YEAR, path="/", samesite="Lax", httponly=True, secure=request.is_secure)
    response.vary.update(("Accept-Language", "Cookie"))
    return response
