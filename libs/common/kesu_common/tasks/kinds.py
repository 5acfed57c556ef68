"""Kinds of work, as data: who does it, how long it may take, which page it is done on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.worktime import Calendar, Due


@dataclass(frozen=True)
class DueRule:
    """How much working time there is: `hours` or `days`, exactly one of them, by the site's calendar. 0 means at once."""

    hours: float | None = None
    days: int | None = None

    def __post_init__(self) -> None:
        given = [value for value in (self.hours, self.days) if value is not None]
        if len(given) != 1 or given[0] < 0:
            raise Invalid(N_("Give the working time as hours or as days, not negative."), field="targets")

    @classmethod
    def from_json(cls, data: Any) -> DueRule:
        """A rule as a site's targets hold it: `{"hours": 4}` or `{"days": 1}`. Raises `Invalid` (field `targets`)."""
        unreadable = Invalid(N_("Write a target as hours, days or times."), field="targets")
        if not isinstance(data, Mapping) or not set(data) <= {"hours", "days"} or any(isinstance(v, bool) for v in data.values()):
            raise unreadable
        hours, days = data.get("hours"), data.get("days")
        if not isinstance(hours, (int, float, type(None))) or not isinstance(days, (int, type(None))):
            raise unreadable
        return cls(hours=hours, days=days)

    def due(self, calendar: Calendar, start: datetime) -> Due:
        """When something that began at `start` is due."""
        if self.hours is not None:
            return calendar.add_hours(start, self.hours)
        return calendar.add_days(start, self.days or 0)


def times_of(data: Any) -> int:
    """How often, as a site's targets hold it: `{"times": 2}`. Raises `Invalid` (field `targets`)."""
    times = data.get("times") if isinstance(data, Mapping) and set(data) == {"times"} else None
    if isinstance(times, bool) or not isinstance(times, int) or not 0 <= times <= 100:
        raise Invalid(N_("Write how often as a whole number of times, at most 100."), field="targets")
    return times


def check_target(data: Any) -> None:
    """Raise `Invalid` (field `targets`) unless this is working time (`DueRule`) or how often (`times_of`)."""
    if isinstance(data, Mapping) and "times" in data:
        times_of(data)
    else:
        DueRule.from_json(data)


@dataclass(frozen=True, kw_only=True)
class TaskKind:
    """A kind of work item.

    `name` is `<thing>.<imperative>` and the key by which a site's targets may overrule `due`; `title` is a message id with places for the
    task's parameters; `roles` may do it, the first is the department that it is given to when the opener names none; `page` is a path below
    the service's prefix in which `{subject}` and the parameters are filled in.
    """

    name: str
    title: str
    roles: Sequence[str]
    due: DueRule
    page: str

    def rule_at(self, targets: Mapping[str, Any]) -> DueRule:
        """The site's own rule, or the default."""
        own = targets.get(self.name)
        return self.due if own is None else DueRule.from_json(own)

    def path(self, subject: str, params: Mapping[str, Any]) -> str:
        """The page of one task of this kind, below the service's prefix."""
        return self.page.format_map({**params, "subject": subject})
