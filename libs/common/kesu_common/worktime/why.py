"""The answer to "why this time": steps that a program can read and a person, in either language, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kesu_common.i18n import N_
from kesu_common.worktime.pauses import Pause
from kesu_common.worktime.publicdays import Names

if TYPE_CHECKING:
    from kesu_common.worktime.calendar import Calendar, Day

_ONE_DAY = timedelta(days=1)
_OBSERVED = {"en": " (observed)", "zh": "（补假）"}


@dataclass(frozen=True, slots=True)
class Step:
    """One reason: its kind, an English message id, and what fills it. Clock times are the site's own, "2026-02-13 16:00".

    kind: start, begins, holiday, closed, weekend, make_up, extra_day, pause, provisional, due. Days also come as `first`, `last`.
    """

    kind: str
    message: str
    params: Mapping[str, str | Names] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str, language: str = "en") -> str:
        """The step as a sentence; `translate` turns the message id into the language, holiday names are known in "en" and "zh"."""
        filled = {
            name: value if isinstance(value, str) else value.get(language, value.get("en", "")) for name, value in self.params.items()
        }
        return translate(self.message) % filled

    def to_json(self) -> dict[str, Any]:
        """The step as plain JSON."""
        return {"kind": self.kind, "message": self.message, "params": {name: _plain(value) for name, value in self.params.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Step:
        """The step that `to_json` wrote."""
        return cls(data["kind"], data["message"], dict(data["params"]))


def explain(calendar: Calendar, start: datetime, at: datetime, pauses: tuple[Pause, ...], message: str, count: str) -> tuple[Step, ...]:
    """The steps from start to due, in order of time; `message` (with count and at) is the last."""
    steps = [(start, Step("start", N_("Starts %(at)s"), {"at": _clock(calendar, start)}))]
    begin = calendar.next_working(start, pauses)
    steps.extend(_days(calendar, calendar.local_date(start), calendar.local_date(at)))
    for pause in pauses:
        if pause.until > start and pause.since < at:
            told = {"since": _clock(calendar, pause.since), "until": _clock(calendar, pause.until), "reason": pause.reason}
            steps.append((pause.since, Step("pause", N_("Paused from %(since)s to %(until)s: %(reason)s"), told)))
    if begin != start:
        counted = Step("begins", N_("Not working time then: counted from %(at)s"), {"at": _clock(calendar, begin)})
        steps.append((begin, counted))
    ordered = [step for _, step in sorted(steps[1:], key=lambda each: each[0])]
    year = calendar.local_date(at).year
    if calendar.is_provisional(calendar.local_date(at)):
        ordered.append(Step("provisional", N_("The holidays of %(year)s are not announced yet; the time may change"), {"year": str(year)}))
    return (steps[0][1], *ordered, Step("due", message, {"count": count, "at": _clock(calendar, at)}))


def _days(calendar: Calendar, first: date, last: date) -> Iterator[tuple[datetime, Step]]:
    day = first
    while day <= last:
        known = calendar.day(day)
        if not known.spans:
            run = _closed_run(calendar, day)
            for _, group in groupby(run, key=lambda each: each.reason):
                days = list(group)
                yield _midnight(calendar, days[0].day), _closed(days)
            day = run[-1].day
        elif known.kind == "make_up":
            yield _midnight(calendar, day), Step("make_up", N_("Counts %(days)s, a make-up working day"), _span(day, day))
        elif known.kind == "own_workday":
            told = {**_span(day, day), "reason": known.reason}
            yield _midnight(calendar, day), Step("extra_day", N_("Counts %(days)s, an extra working day here: %(reason)s"), told)
        day += _ONE_DAY


def _closed_run(calendar: Calendar, day: date) -> list[Day]:
    """All closed days around a closed day: people know a holiday as a whole."""
    while not calendar.day(day - _ONE_DAY).spans:
        day -= _ONE_DAY
    run = [calendar.day(day)]
    while not calendar.day(day + _ONE_DAY).spans:
        day += _ONE_DAY
        run.append(calendar.day(day))
    return run


def _closed(days: list[Day]) -> Step:
    told = _span(days[0].day, days[-1].day)
    if days[0].reason:
        return Step("closed", N_("Skips %(days)s, closed here: %(reason)s"), {**told, "reason": days[0].reason})
    named = [day for day in days if day.names]
    if named:
        return Step("holiday", N_("Skips %(days)s: %(name)s"), {**told, "name": _name(named)})
    return Step("weekend", N_("Skips %(days)s, no working day"), told)


def _name(days: list[Day]) -> Names:
    """The name that most days of a holiday bear; a day that only stands in for a make-up day names no holiday."""
    telling = [day for day in days if not day.substituted] or days
    counted = Counter(tuple(_base_names(day.names or {})) for day in telling)
    return dict(counted.most_common(1)[0][0])


def _base_names(names: Names) -> Iterator[tuple[str, str]]:
    for language, name in sorted(names.items()):
        yield language, name.removesuffix(_OBSERVED.get(language, ""))


def _span(first: date, last: date) -> dict[str, str | Names]:
    days = first.isoformat() if first == last else f"{first.isoformat()}…{last.isoformat()}"
    return {"days": days, "first": first.isoformat(), "last": last.isoformat()}


def _clock(calendar: Calendar, at: datetime) -> str:
    return calendar.local(at).strftime("%Y-%m-%d %H:%M")


def _midnight(calendar: Calendar, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=calendar.zone)


def _plain(value: str | Names) -> str | dict[str, str]:
    return value if isinstance(value, str) else dict(value)
