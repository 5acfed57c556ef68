"""Administering sites."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import LANGUAGES, N_
from kesu_common.people.actors import ALL_SITES
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match
from kesu_common.web.forms import FormState
from kesu_common.web.pages import render, see_other
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_common.worktime import Calendar
from kesu_desk.permissions import MANAGE_SITES
from kesu_desk.sites.commands import add_site, change_site
from kesu_desk.sites.forms import WEEKDAYS, settings, typed
from kesu_desk.sites.model import SiteSetting
from kesu_desk.sites.queries import site_named, sites_for

blueprint = Blueprint("sites", __name__)


@blueprint.get("/sites")
@allow(MANAGE_SITES)
def listing() -> Response:
    """The sites that one administers."""
    return render(
        "desk/sites/listing.html",
        sites=sites_for(current_session(), current_actor(), MANAGE_SITES),
        may_add=current_actor().may(MANAGE_SITES, ALL_SITES),
    )


@blueprint.route("/sites/new", methods=["GET", "POST"])
@allow(MANAGE_SITES)
def new() -> Response:
    """Add a site."""
    if request.method == "GET":
        empty = {"calendar": Calendar().to_json(), "targets": {}, "severity_rules": {}}
        usual = SiteSetting(name_zh="", name_en="", timezone="Asia/Shanghai", working_language="zh", **empty)
        return _form(FormState.of(typed(usual)), None)
    try:
        site = add_site(current_session(), current_actor(), code=request.form.get("code", "").strip().upper(), **settings(request.form))
    except KesuError as error:
        return _form(FormState.refused(request, error), None, status_of(error))
    return _done(site)


@blueprint.route("/sites/<code>", methods=["GET", "POST"])
@allow(MANAGE_SITES)
def show(code: str) -> Response:
    """Change a site's settings."""
    site = site_named(current_session(), current_actor(), MANAGE_SITES, code)
    if request.method == "GET":
        return _form(FormState.of(typed(site), version=site.version), site)
    try:
        check_match(site)
        change_site(current_session(), current_actor(), site, **settings(request.form))
    except KesuError as error:
        current_session().rollback()
        site = site_named(current_session(), current_actor(), MANAGE_SITES, code)
        return _form(FormState.refused(request, error), site, status_of(error))
    return _done(site)


def _done(site: SiteSetting) -> Response:
    flash(say(N_("The settings of %(site)s are saved; every department hears of them."), {"site": site.code}), "good")
    return see_other(url_for("sites.listing"))


def _form(form: FormState, site: SiteSetting | None, status: int = 200) -> Response:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/")))
    languages = list(LANGUAGES.items())
    return render("desk/sites/form.html", form=form, plant=site, weekdays=WEEKDAYS, zones=zones, spoken=languages, status=status)
