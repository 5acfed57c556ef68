"""When something is due, how far the time has run, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kesu_common.i18n import N_
from kesu_common.worktime import why
from kesu_common.worktime.pauses import Pause, instant
from kesu_common.worktime.why import Step

if TYPE_CHECKING:
    from kesu_common.worktime.calendar import Calendar


@dataclass(frozen=True)
class Due:
    """A due time (期限): the instant in UTC, whether a year not announced yet is involved, and the reasons in order."""

    at: datetime
    provisional: bool
    why: tuple[Step, ...]
    start: datetime
    calendar: Calendar = field(repr=False)
    pauses: tuple[Pause, ...] = ()

    def at_share(self, share: float) -> datetime:
        """The instant (UTC) at which this share of the working time from start to due has run: .75 warns, 1.25 is late by a quarter."""
        if share == 1:
            return self.at
        run = self.calendar.working_seconds(self.start, self.at, self.pauses)
        return _after(self.calendar, self.start, timedelta(seconds=run * share), self.pauses) if run else self.at

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON, to be stored with what is due."""
        return {"at": self.at.isoformat(), "provisional": self.provisional, "why": [step.to_json() for step in self.why]}


def after_hours(calendar: Calendar, start: datetime, hours: float, pauses: tuple[Pause, ...]) -> Due:
    """See `Calendar.add_hours`."""
    if hours < 0:
        raise ValueError(f"working hours to add cannot be negative: {hours}")
    start = instant(start)
    at = _after(calendar, start, timedelta(hours=hours), pauses)
    return _due(calendar, start, at, pauses, N_("Due %(at)s (working hours given: %(count)s)"), f"{hours:g}")


def after_days(calendar: Calendar, start: datetime, days: int, pauses: tuple[Pause, ...]) -> Due:
    """See `Calendar.add_days`."""
    if days < 0:
        raise ValueError(f"working days to add cannot be negative: {days}")
    start = instant(start)
    at = _day_later(calendar, start, days) if days else calendar.next_working(start, pauses)
    run = calendar.working_seconds(start, at)
    if calendar.working_seconds(start, at, pauses) != run:
        at = _after(calendar, start, timedelta(seconds=run), pauses)
    return _due(calendar, start, at, pauses, N_("Due %(at)s (working days given: %(count)s)"), str(days))


def _day_later(calendar: Calendar, start: datetime, days: int) -> datetime:
    begin = calendar.next_working(start)
    first = calendar.local_date(begin)
    if begin != start and begin == calendar.day(first).spans[0][0]:
        return calendar.day(calendar.working_day(first, days - 1)).spans[-1][1]
    return _same_clock(calendar, calendar.working_day(first, days), calendar.local(begin))


def _same_clock(calendar: Calendar, day: date, local: datetime) -> datetime:
    """The clock time of `local` on another working day, moved back to a close (or on to the opening) where nobody works then."""
    at = datetime.combine(day, local.timetz()).astimezone(UTC)
    spans = calendar.day(day).spans
    reached = [span for span in spans if span[0] <= at]
    return min(at, reached[-1][1]) if reached else spans[0][0]


def _after(calendar: Calendar, start: datetime, run: timedelta, pauses: tuple[Pause, ...]) -> datetime:
    for begin, end in calendar.spans(start, pauses):
        if run <= end - begin:
            return begin + run
        run -= end - begin
    raise AssertionError("spans() ends only by raising")  # pragma: no cover


def _due(calendar: Calendar, start: datetime, at: datetime, pauses: tuple[Pause, ...], message: str, count: str) -> Due:
    provisional = calendar.is_provisional(calendar.local_date(at))
    return Due(at, provisional, why.explain(calendar, start, at, pauses, message, count), start, calendar, pauses)
