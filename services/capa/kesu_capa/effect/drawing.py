"""Where the points, lines and columns of the effect's charts lie; the template only writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kesu_capa.effect.figures import Effect

WIDTH, HEIGHT, TALL, BASE = 640, 84, 168, 130
_LEFT, _RIGHT, _WORDS = 95, 110, 110


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
    """A day on the time line; the words of each stand in a line of their own, so that days close together do not run into each other."""

    name: str
    x: float

    @property
    def y(self) -> int:
        """The line on which its words stand."""
        return BASE + (15 if self.name == "opened" else 31)

    @property
    def anchor(self) -> str:
        """On which side of the line its words stand: there where they have room."""
        return "end" if self.name == "opened" or self.x > WIDTH - _WORDS else "start"


@dataclass(frozen=True)
class Drawing:
    """Both charts, in units of the drawing."""

    bars: Sequence[Bar]
    columns: Sequence[Column]
    marks: Sequence[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    tall: int = TALL
    base: int = BASE


def draw(effect: Effect) -> Drawing:
    """Rates before and after with their intervals on one scale from zero, and the complaints of each month."""
    marks = [("opened", effect.before.end), *((("done", effect.after.begin),) if effect.after else ())]
    months = _months(effect)
    return Drawing(_bars(effect), _columns(effect, months), [Mark(name, _place(day, months)) for name, day in marks])


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


def _columns(effect: Effect, months: Sequence[str]) -> list[Column]:
    events = {month.month: month.events for month in effect.months}
    most = max(events.values(), default=0)
    if not most:
        return []
    step, done = WIDTH / len(months), f"{effect.after.begin:%Y-%m}" if effect.after else "9999"
    tall = [(month, events.get(month, 0), events.get(month, 0) / most * (BASE - 20)) for month in months]
    return [Column(m, n, at * step + 1, BASE - h, max(1.0, step - 2), h, m >= done) for at, (m, n, h) in enumerate(tall)]


def _place(day: date, months: Sequence[str]) -> float:
    year, month = map(int, months[0].split("-"))
    passed = (day.year - year) * 12 + day.month - month + (day.day - 1) / 31
    return min(max(passed / len(months), 0.0), 1.0) * WIDTH
