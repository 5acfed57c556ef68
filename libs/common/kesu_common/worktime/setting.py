"""The calendar as a site's setting: plain JSON in, plain JSON out.

{"timezone": "Asia/Shanghai", "country": "CN", "region": "", "announced_until": null,
 "weekly": {"mon": [["08:30", "12:00"], ["13:00", "17:30"]], …},
 "own_days": [{"day": "2026-05-06", "works": false, "reason": "stocktaking", "shifts": []}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kesu_common.i18n import N_
from kesu_common.worktime.errors import CalendarInvalid
from kesu_common.worktime.shifts import OwnDay, Shift

if TYPE_CHECKING:
    from kesu_common.worktime.calendar import Calendar

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "timezone": str,
    "country": str,
    "region": str,
    "weekly": dict,
    "own_days": list,
    "announced_until": (int, type(None)),
}


def read(data: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `Calendar` that a setting stands for. Raises CalendarInvalid, naming the part."""
    for name, value in data.items():
        if name not in _PARTS:
            raise CalendarInvalid(N_("A calendar has no part named %(name)s."), field=name, name=name)
        if not isinstance(value, _PARTS[name]) or isinstance(value, bool):
            raise CalendarInvalid(N_("The calendar's %(name)s cannot be read."), field=name, name=name)
    arguments = dict(data)
    if "weekly" in data:
        arguments["weekly"] = _weekly(data["weekly"])
    if "own_days" in data:
        arguments["own_days"] = tuple(_own_day(each) for each in data["own_days"])
    return arguments


def write(calendar: Calendar) -> dict[str, Any]:
    """The setting of a calendar."""
    return {
        "timezone": calendar.timezone,
        "country": calendar.country,
        "region": calendar.region,
        "weekly": {name: [shift.clocks() for shift in shifts] for name, shifts in zip(WEEKDAYS, calendar.weekly, strict=True)},
        "own_days": [
            {"day": own.day.isoformat(), "works": own.works, "reason": own.reason, "shifts": [shift.clocks() for shift in own.shifts]}
            for own in calendar.own_days
        ],
        "announced_until": calendar.announced_until,
    }


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises CalendarInvalid."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarInvalid(N_("There is no time zone named %(name)s."), field="timezone", name=name) from error


def _weekly(data: Mapping[str, Any]) -> tuple[tuple[Shift, ...], ...]:
    unknown = sorted(set(data) - set(WEEKDAYS))
    if unknown:
        raise CalendarInvalid(N_("Not a day of the week: %(name)s"), field="weekly", name=unknown[0])
    return tuple(_shifts(data.get(name, []), "weekly") for name in WEEKDAYS)


def _shifts(data: Any, part: str) -> tuple[Shift, ...]:
    try:
        return tuple(Shift.between(str(opens), str(closes)) for opens, closes in data)
    except (TypeError, ValueError) as error:
        raise CalendarInvalid(N_('Write the shifts of a day as [["08:30", "12:00"], …].'), field=part) from error


def _own_day(data: Any) -> OwnDay:
    try:
        day, works, reason, shifts = date.fromisoformat(data["day"]), data["works"], data["reason"], data.get("shifts", [])
        if not isinstance(works, bool) or not isinstance(reason, str):
            raise TypeError("works is a truth value, reason a text")
        return OwnDay(day, works, reason, _shifts(shifts, "own_days"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CalendarInvalid(N_("A day of its own needs day, works and reason."), field="own_days") from error
