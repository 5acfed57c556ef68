"""Where the points, lines and columns of the effect's charts lie; the template only writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kesu_capa.effect.figures import Effect
from kesu_common.i18n import N_

WIDTH, HEIGHT, TALL, BASE = 640, 84, 180, 122
_LEFT, _RIGHT = 100, 110
_AXIS, _TOP = 30, 12

WORDS = {
    "rates": N_("Rate before and after, with its interval"),
    "timeline": N_("Complaints month by month"),
    "before": N_("Before"),
    "after": N_("After"),
    "opened": N_("opened"),
    "done": N_("actions done"),
}
"""What the charts say, by the name that the template knows it by."""


@dataclass(frozen=True)
class Bar:
    """A rate: its height in the drawing, where it and the ends of its interval lie."""

    name: str
    y: int
    at: float
    low: float
    high: float
    value: float


@dataclass(frozen=True)
class Column:
    """A month's complaints."""

    month: str
    events: int
    x: float
    y: float
    width: float
    height: float
    after: bool


@dataclass(frozen=True)
class Mark:
    """A day on the time line, with its words on a line of their own, so that two days close together do not hide each other's."""

    name: str
    x: float
    row: int

    @property
    def anchor(self) -> str:
        """On which side of the line its words stand: where there is room."""
        return "end" if self.x > WIDTH / 2 else "start"

    @property
    def y(self) -> int:
        """The height of its words."""
        return BASE + 34 + 17 * self.row


@dataclass(frozen=True)
class Drawing:
    """Both charts, in units of the drawing."""

    bars: Sequence[Bar]
    columns: Sequence[Column]
    marks: Sequence[Mark]
    months: tuple[str, str]
    """The first and the last on the time line."""
    most: int
    """Complaints of the highest column."""
    left: int = _AXIS
    top: int = _TOP
    width: int = WIDTH
    height: int = HEIGHT
    tall: int = TALL
    base: int = BASE


def draw(effect: Effect) -> Drawing:
    """Rates before and after with their intervals on one scale from zero, and the complaints of each month."""
    marks = [("opened", effect.before.end), *((("done", effect.after.begin),) if effect.after else ())]
    months = _months(effect)
    lines = [Mark(name, _place(day, months), row) for row, (name, day) in enumerate(marks)]
    most = max((month.events for month in effect.months), default=0)
    return Drawing(_bars(effect), _columns(effect, months, most), lines, (months[0], months[-1]), most)


def _bars(effect: Effect) -> list[Bar]:
    periods = [("before", effect.before), ("after", effect.after)]
    known = [(name, p.rate, p.low, p.high) for name, p in periods if p is not None and p.rate is not None]
    most = max((high or 0.0 for *_, high in known), default=0.0) or 1.0
    scale = (WIDTH - _LEFT - _RIGHT) / most
    return [
        Bar(name, 22 + 40 * line, _LEFT + rate * scale, _LEFT + (low or 0.0) * scale, _LEFT + (high or 0.0) * scale, rate)
        for line, (name, rate, low, high) in enumerate(known)
    ]


def _months(effect: Effect) -> list[str]:
    """Every month from the first counted to the last, also those in which nothing happened."""
    begin, end = effect.before.begin, effect.after.end if effect.after else effect.before.end
    first, last = begin.year * 12 + begin.month - 1, end.year * 12 + end.month - 1
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1)]


def _columns(effect: Effect, months: Sequence[str], most: int) -> list[Column]:
    if not most:
        return []
    events = {month.month: month.events for month in effect.months}
    step, done = (WIDTH - _AXIS) / len(months), f"{effect.after.begin:%Y-%m}" if effect.after else "9999"
    tall = [(month, events.get(month, 0), events.get(month, 0) / most * (BASE - _TOP)) for month in months]
    return [Column(m, n, _AXIS + at * step + 1, BASE - h, max(1.0, step - 2), h, m >= done) for at, (m, n, h) in enumerate(tall)]


def _place(day: date, months: Sequence[str]) -> float:
    year, month = map(int, months[0].split("-"))
    passed = (day.year - year) * 12 + day.month - month + (day.day - 1) / 31
    return _AXIS + min(max(passed / len(months), 0.0), 1.0) * (WIDTH - _AXIS)
