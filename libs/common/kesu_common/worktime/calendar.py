"""The working calendar of a site: which days and hours count, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from kesu_common.i18n import N_
from kesu_common.worktime import due, setting
from kesu_common.worktime.announced import ANNOUNCED_UNTIL
from kesu_common.worktime.errors import CalendarInvalid, NoWorkingTime
from kesu_common.worktime.pauses import Pause, Span, instant, without
from kesu_common.worktime.publicdays import Names, check_country, public_year
from kesu_common.worktime.shifts import OFFICE_WEEK, OwnDay, Shift, check_order

_HORIZON_DAYS: Final = 3660
_ONE_DAY: Final = timedelta(days=1)


class DayKind(StrEnum):
    """Why a day counts, or does not."""

    ORDINARY = "ordinary"
    MAKE_UP = "make_up"
    OWN_WORKDAY = "own_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OWN_HOLIDAY = "own_holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: its kind, its working spans in UTC (none: closed), the public holiday's names or the site's own reason."""

    day: date
    kind: DayKind
    spans: tuple[Span, ...]
    names: Names | None = None
    reason: str = ""
    substituted: bool = False


@dataclass(frozen=True)
class Calendar:
    """A site's working calendar (工作日历), kept as the site's setting (`to_json`).

    timezone: IANA name. country, region: whose public holidays ("" for none), e.g. "CN", or "DE" with "BY".
    weekly: the shifts of Monday … Sunday. A make-up day works by the shifts of the week's first working day.
    own_days: the site's own closed and extra days; they win over everything else.
    announced_until: last year whose public days are official; None takes `ANNOUNCED_UNTIL`.

    Answers are exact to the microsecond; every instant given must be aware, every instant returned is UTC. Raises
    CalendarInvalid for a setting that makes no sense.
    """

    timezone: str = "Asia/Shanghai"
    country: str = "CN"
    region: str = ""
    weekly: tuple[tuple[Shift, ...], ...] = OFFICE_WEEK
    own_days: tuple[OwnDay, ...] = ()
    announced_until: int | None = None
    zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _own: dict[date, OwnDay] = field(init=False, repr=False, compare=False)
    _days: dict[date, Day] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7 or not any(self.weekly):
            raise CalendarInvalid(N_("A week has seven days, and at least one with a shift."), field="weekly")
        for shifts in self.weekly:
            check_order(shifts, field="weekly")
        check_country(self.country, self.region)
        object.__setattr__(self, "zone", setting.zone(self.timezone))
        object.__setattr__(self, "_own", {own.day: own for own in self.own_days})
        if len(self._own) != len(self.own_days):
            raise CalendarInvalid(N_("The same day is given twice."), field="own_days")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calendar:
        """The calendar of a site's setting, as `to_json` writes it; missing parts have their defaults. Raises CalendarInvalid."""
        return cls(**setting.read(data))

    def to_json(self) -> dict[str, Any]:
        """The setting, as plain JSON; `from_json` gives an equal calendar."""
        return setting.write(self)

    def day(self, day: date) -> Day:
        """What a local day is."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = self._make_day(day)
        return known

    def local_date(self, at: datetime) -> date:
        """The site's date at an instant."""
        return self.local(at).date()

    def local(self, at: datetime) -> datetime:
        """The instant on the site's clocks."""
        return instant(at).astimezone(self.zone)

    def is_provisional(self, day: date) -> bool:
        """True where the authorities have not announced the day's year yet. (They may still turn a day of the last December.)"""
        until = self.announced_until if self.announced_until is not None else ANNOUNCED_UNTIL.get(self.country)
        return until is not None and day.year > until

    def is_working(self, at: datetime) -> bool:
        """True from the opening of a shift up to, not including, its close."""
        return any(opens <= at < closes for opens, closes in self.day(self.local_date(at)).spans)

    def next_working(self, at: datetime, pauses: Sequence[Pause] = ()) -> datetime:
        """The instant itself if it is working time, otherwise the next opening."""
        return next(self.spans(at, pauses))[0]

    def next_working_day(self, day: date) -> date:
        """The first working day after a local day."""
        return self.working_day(day, 1)

    def working_day(self, day: date, number: int) -> date:
        """The number-th working day after a local day; 0 is the day itself."""
        found = day
        for _ in range(number):
            found = next(each for each in self._days_from(found + _ONE_DAY) if self.day(each).spans)
        return found

    def spans(self, since: datetime, pauses: Sequence[Pause] = ()) -> Iterator[Span]:
        """Working time from an instant on, in order, without the pauses; raises NoWorkingTime after ten years."""
        since = instant(since)
        for day in self._days_from(self.local_date(since)):
            for opens, closes in self.day(day).spans:
                if closes > since:
                    yield from without((max(opens, since), closes), pauses)

    def working_seconds(self, since: datetime, until: datetime, pauses: Sequence[Pause] = ()) -> float:
        """Working time between two instants, in seconds; negative when `until` comes first."""
        if until < since:
            return -self.working_seconds(until, since, pauses)
        total = timedelta()
        since, until = instant(since), instant(until)
        last = self.local_date(until)
        for day in self._days_from(self.local_date(since)):
            if day > last:
                break
            for opens, closes in self.day(day).spans:
                begin, end = max(opens, since), min(closes, until)
                if begin < end:
                    total += sum((to - at for at, to in without((begin, end), pauses)), timedelta())
        return total.total_seconds()

    def add_hours(self, start: datetime, hours: float, pauses: Sequence[Pause] = ()) -> due.Due:
        """Due when so many working hours have passed, rather at a close than at the next opening. 0: the next working instant."""
        return due.after_hours(self, start, hours, tuple(pauses))

    def add_days(self, start: datetime, days: int, pauses: Sequence[Pause] = ()) -> due.Due:
        """Due after so many working days.

        The same time of day on the days-th following working day (moved into that day's hours if they are shorter). A start before
        a day's opening, or on a closed day, moves to the opening, and the due time is the close of the days-th working day counting
        that one. Pauses put it off by the working time that they take. 0: the next working instant.
        """
        return due.after_days(self, start, days, tuple(pauses))

    def _days_from(self, day: date) -> Iterator[date]:
        for number in range(_HORIZON_DAYS):
            yield day + timedelta(days=number)
        raise NoWorkingTime(N_("The calendar has no working time after %(day)s."), day=day.isoformat())

    def _make_day(self, day: date) -> Day:
        own = self._own.get(day)
        usual = self.weekly[day.weekday()]
        full = next(shifts for shifts in self.weekly if shifts)
        if own is not None:
            kind = DayKind.OWN_WORKDAY if own.works else DayKind.OWN_HOLIDAY
            shifts = own.shifts or usual or full if own.works else ()
            return Day(day, kind, self._spans_of(day, shifts), reason=own.reason)
        public = public_year(self.country, self.region, day.year)
        if day in public.workdays:
            return Day(day, DayKind.MAKE_UP, self._spans_of(day, full))
        holiday = public.holidays.get(day)
        if holiday is not None:
            return Day(day, DayKind.HOLIDAY, (), names=holiday.names, substituted=holiday.substituted)
        return Day(day, DayKind.ORDINARY if usual else DayKind.WEEKEND, self._spans_of(day, usual))

    def _spans_of(self, day: date, shifts: Sequence[Shift]) -> tuple[Span, ...]:
        return tuple((self._instant(day, shift.opens), self._instant(day, shift.closes)) for shift in shifts)

    def _instant(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, 24 * 60)
        return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), self.zone).astimezone(UTC)
