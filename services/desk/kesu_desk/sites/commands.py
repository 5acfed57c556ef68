"""Adding and changing sites; every service hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import journal
from kesu_common.errors import Conflict
from kesu_common.i18n import N_
from kesu_common.people.actors import ALL_SITES, Actor
from kesu_common.people.copies import learn_site
from kesu_common.worktime import Calendar
from kesu_desk.events import SITE_CHANGED
from kesu_desk.permissions import MANAGE_SITES
from kesu_desk.sites.model import SITE_STATES, SiteSetting, check_code, check_language, check_severity_rules, check_targets


def add_site(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    timezone: str = "Asia/Shanghai",
    working_language: str = "zh",
    calendar: Mapping[str, Any] | None = None,
    targets: Mapping[str, Any] | None = None,
    severity_rules: Mapping[str, Any] | None = None,
) -> SiteSetting:
    """A new site. Raises `Forbidden` unless the actor administers all sites, `Conflict` if the code is taken, `Invalid` with the field."""
    actor.require(MANAGE_SITES, ALL_SITES)
    check_code(code)
    if session.scalar(select(SiteSetting).where(SiteSetting.number == code)):
        raise Conflict(N_("There is a site “%(site)s” already."), field="code", site=code)
    site = SiteSetting(number=code, site=code, state=SITE_STATES.initial)
    session.add(site)
    _set(site, name_zh, name_en, timezone, working_language, calendar or {}, targets or {}, severity_rules or {})
    return _state(session, actor, site)


def change_site(
    session: Session,
    actor: Actor,
    site: SiteSetting,
    *,
    name_zh: str,
    name_en: str,
    timezone: str,
    working_language: str,
    calendar: Mapping[str, Any],
    targets: Mapping[str, Any],
    severity_rules: Mapping[str, Any],
) -> SiteSetting:
    """Give a site other settings. Due times that were given before stay as they are. Raises like `add_site`."""
    actor.require(MANAGE_SITES, site.code)
    SITE_STATES.apply(site, "change")
    _set(site, name_zh, name_en, timezone, working_language, calendar, targets, severity_rules)
    return _state(session, actor, site)


def _set(
    site: SiteSetting,
    name_zh: str,
    name_en: str,
    timezone: str,
    working_language: str,
    calendar: Mapping[str, Any],
    targets: Mapping[str, Any],
    severity_rules: Mapping[str, Any],
) -> None:
    check_language(working_language)
    check_targets(targets)
    check_severity_rules(severity_rules)
    site.name_zh, site.name_en, site.timezone, site.working_language = name_zh, name_en, timezone, working_language
    site.calendar = Calendar.from_json({**calendar, "timezone": timezone}).to_json()
    site.targets, site.severity_rules = dict(targets), dict(severity_rules)


def _state(session: Session, actor: Actor, site: SiteSetting) -> SiteSetting:
    fact = {
        "code": site.code,
        "name_zh": site.name_zh,
        "name_en": site.name_en,
        "timezone": site.timezone,
        "working_language": site.working_language,
        "calendar": site.calendar,
        "targets": site.targets,
        "severity_rules": site.severity_rules,
    }
    journal.record(session, actor, SITE_CHANGED, site, fact)
    learn_site(session, fact)
    return site
