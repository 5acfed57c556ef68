"""A site's settings as an administrator types them, and back: shifts and days as lines of text, rules as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_desk.sites.model import TRACKING, SiteSetting, check_tracking

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHIFT = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~]\s*(\d{1,2}:\d{2})")
_TARGET = re.compile(r"([\w.]+)\s*[=:：]\s*(\d+(?:\.\d+)?)\s*(hours?|days?|times|小时|天|工作日|次|h|d)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(closed|works|休|班)\s*(.*)", re.IGNORECASE)


def typed(site: SiteSetting) -> dict[str, Any]:
    """The form's fields of a site."""
    calendar = site.calendar
    weekly = {f"week_{day}": " ".join("-".join(shift) for shift in calendar.get("weekly", {}).get(day, [])) for day in WEEKDAYS}
    own = (f"{d['day']} {'works' if d['works'] else 'closed'} {d['reason']}".strip() for d in calendar.get("own_days", []))
    timed = {name: rule for name, rule in site.targets.items() if "link" not in rule}
    targets = (f"{name} = {value:g} {unit}" for name, rule in timed.items() for unit, value in rule.items())
    pages = (f"{name.removeprefix(TRACKING)} = {rule['link']}" for name, rule in site.targets.items() if name not in timed)
    rules = json.dumps(site.severity_rules, ensure_ascii=False, indent=2) if site.severity_rules else ""
    return {
        "name_zh": site.name_zh,
        "name_en": site.name_en,
        "timezone": site.timezone,
        "working_language": site.working_language,
        "country": calendar.get("country", ""),
        "region": calendar.get("region", ""),
        **weekly,
        "own_days": "\n".join(own),
        "targets": "\n".join(targets),
        "tracking": "\n".join(pages),
        "severity_rules": rules,
    }


def settings(form: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `change_site` from the posted form. Raises `Invalid` naming the field that cannot be read."""
    calendar = {
        "country": form.get("country", "").strip().upper(),
        "region": form.get("region", "").strip().upper(),
        "weekly": {day: _shifts(form.get(f"week_{day}", ""), f"week_{day}") for day in WEEKDAYS},
        "own_days": [_own_day(line) for line in _lines(form.get("own_days", ""))],
    }
    return {
        "name_zh": _words(form, "name_zh"),
        "name_en": _words(form, "name_en"),
        "timezone": form.get("timezone", "").strip(),
        "working_language": form.get("working_language", ""),
        "calendar": calendar,
        "targets": dict(
            [*map(_target, _lines(form.get("targets", ""))), *map(_tracking, _lines(form.get("tracking", "")))],
        ),
        "severity_rules": _rules(form.get("severity_rules", "")),
    }


def _words(form: Mapping[str, str], name: str) -> str:
    text = form.get(name, "").strip()
    if not 1 <= len(text) <= 100 or not text.isprintable():
        raise Invalid(N_("Write a name of at most 100 characters."), field=name)
    return text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _shifts(text: str, field: str) -> list[list[str]]:
    found = [[opens.zfill(5), closes.zfill(5)] for opens, closes in _SHIFT.findall(text)]
    if _SHIFT.sub("", text).strip(" ,;，；、"):
        raise Invalid(N_("Write shifts as 08:30-12:00 13:00-17:30, or leave it empty for a day off."), field=field)
    return found


def _own_day(line: str) -> dict[str, Any]:
    match = _DAY.fullmatch(line)
    if match is None:
        raise Invalid(N_("Write each day as 2026-05-06 closed stocktaking, or 2026-05-09 works instead."), field="own_days")
    return {"day": match[1], "works": match[2].lower() in {"works", "班"}, "reason": match[3], "shifts": []}


def _target(line: str) -> tuple[str, dict[str, Any]]:
    match = _TARGET.fullmatch(line)
    if match is None:
        raise Invalid(
            N_("Write each target as complaint.dispatch = 4 hours, quality.review = 1 day or complaint.silence.reminders = 2 times."),
            field="targets",
        )
    number = float(match[2])
    if match[3].lower()[0] == "h" or match[3] == "小时":
        return match[1], {"hours": number}
    if number != int(number):
        raise Invalid(N_("Days and times are whole; write parts of days in hours."), field="targets")
    return match[1], {"times" if match[3].lower() in {"times", "次"} else "days": int(number)}


def _tracking(line: str) -> tuple[str, dict[str, Any]]:
    carrier, _, link = (part.strip() for part in line.replace("＝", "=", 1).partition("="))
    check_tracking(carrier, link, field="tracking")
    return TRACKING + carrier, {"link": link}


def _rules(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    try:
        rules = json.loads(text)
    except ValueError as error:
        raise Invalid(N_("This is not JSON: %(error)s"), field="severity_rules", error=str(error)) from error
    if not isinstance(rules, dict):
        raise Invalid(N_("Write the rules as a JSON object."), field="severity_rules")
    return rules
