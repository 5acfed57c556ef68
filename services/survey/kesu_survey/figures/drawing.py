"""Where bars, points and lines of the report's charts lie; the templates only write them down, on the page and on paper alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kesu_common.i18n import N_
from kesu_survey.figures.compute import ItemFigures
from kesu_survey.figures.drivers import Drivers
from kesu_survey.figures.years import Beside
from kesu_survey.questionnaires.model import SCALES

WIDTH = 640
_BAD = ("#9c2f06", "#ee7f3b")
_MIDDLE = "#ced4da"
_GOOD = ("#63b0c4", "#0b5f75")
"""From orange over grey to blue: told apart by eyes that do not tell red from green, and on paper without colours."""
LEGEND = ((_BAD[1], N_("dissatisfied")), (_MIDDLE, N_("neither")), (_GOOD[0], N_("satisfied")))
_DARK = frozenset({_BAD[0], _GOOD[1]})
_LEGIBLE = 48
"""As wide as a part must be, in units of `WIDTH`, for its number to stand in it."""
_LEAST_SPAN = 10.0
"""The trend's scale spans as many points of the index at least, so that a change of one is not drawn as a leap."""


@dataclass(frozen=True)
class Segment:
    """A score's part of an item's bar: where it begins, how long it is (in units of `WIDTH`), and what it counts."""

    x: float
    width: float
    score: int
    count: int
    share: float
    colour: str

    @property
    def ink(self) -> str:
        """The colour in which its number can be read on it."""
        return "#ffffff" if self.colour in _DARK else "#14212b"

    @property
    def legible(self) -> bool:
        """Whether its number has room in it."""
        return self.width >= _LEGIBLE * len(str(self.count))


def distribution(item: ItemFigures) -> list[Segment]:
    """The item's scores as parts of one bar, the lowest first."""
    found, x = [], 0.0
    for score, count in item.distribution.items():
        width = WIDTH * count / item.n if item.n else 0.0
        if width:
            found.append(Segment(x, width, score, count, count / item.n, colour_of(item, score)))
        x += width
    return found


def colour_of(item: ItemFigures, score: int) -> str:
    """Orange for dissatisfied, blue for satisfied, grey between; the ends of the scale are darkest."""
    scale = SCALES[item.scale]
    if score >= scale.satisfied:
        return _GOOD[score == scale.high]
    return _BAD[score > scale.low] if score <= scale.dissatisfied else _MIDDLE


@dataclass(frozen=True)
class Spot:
    """A point of the quadrant, with the item's number in the list below."""

    x: float
    y: float
    number: int
    name_zh: str
    name_en: str
    quadrant: str
    satisfaction: float
    importance: float


@dataclass(frozen=True)
class Quadrant:
    """Importance upwards, satisfaction to the right; the lines are the means of both."""

    spots: Sequence[Spot]
    x: float
    y: float
    lowest: tuple[float, float]
    highest: tuple[float, float]
    means: tuple[float, float] = (0.0, 0.0)
    left: int = 48
    top: int = 24
    right: int = WIDTH - 16
    bottom: int = 344
    height: int = 384


def quadrant(drivers: Drivers) -> Quadrant:
    """The drawing of the key drivers; the frame fits the values with some room."""
    across = [one.satisfaction for one in drivers.items]
    up = [one.importance for one in drivers.items]
    frame = Quadrant((), 0, 0, (0, 0), (0, 0))
    (x_low, x_high), (y_low, y_high) = _roomy(across), _roomy(up)

    def x(value: float) -> float:
        return frame.left + (value - x_low) / (x_high - x_low) * (frame.right - frame.left)

    def y(value: float) -> float:
        return frame.bottom - (value - y_low) / (y_high - y_low) * (frame.bottom - frame.top)

    spots = [
        Spot(
            x(one.satisfaction),
            y(one.importance),
            number,
            one.item.text_zh,
            one.item.text_en,
            one.quadrant,
            one.satisfaction,
            one.importance,
        )
        for number, one in enumerate(drivers.items, 1)
    ]
    return Quadrant(
        spots, x(drivers.satisfaction), y(drivers.importance), (x_low, y_low), (x_high, y_high), (drivers.satisfaction, drivers.importance)
    )


def _roomy(values: Sequence[float]) -> tuple[float, float]:
    room = (max(values) - min(values)) * 0.12 or abs(values[0]) * 0.1 or 1.0
    return min(values) - room, max(values) + room


@dataclass(frozen=True)
class Trend:
    """The index over the years: (x, y, year, index) of each that has one."""

    points: Sequence[tuple[float, float, int, float]]
    ticks: Sequence[tuple[float, int]] = ()
    """(y, index) of each line that tells the scale."""
    left: int = 40
    top: int = 20
    bottom: int = 170
    height: int = 200

    @property
    def path(self) -> str:
        """The points as an SVG polyline wants them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in self.points)


def trend(years: Sequence[Beside]) -> Trend | None:
    """The drawing of the index year by year, on a scale that shows its changes; `None` for fewer than two years."""
    known = [(one.campaign.year, float(one.index)) for one in years if one.index is not None]
    if len(known) < 2:
        return None
    frame = Trend(())
    low, high = _scale([index for _, index in known])
    first, last = known[0][0], known[-1][0]

    def y(index: float) -> float:
        return frame.bottom - (index - low) / (high - low) * (frame.bottom - frame.top)

    step = next(step for step in (2, 5, 10, 20, 50) if (high - low) / step <= 5)
    ticks = [(y(value), value) for value in range(-(-int(low) // step) * step, int(high) + 1, step) if value >= low]
    across = WIDTH - frame.left - 72
    return Trend([(frame.left + 36 + (year - first) / (last - first) * across, y(index), year, index) for year, index in known], ticks)


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """From where to where an index is drawn: with room, wide enough, and never outside 0 … 100."""
    low, high = _roomy(values)
    room = max(0.0, _LEAST_SPAN - (high - low)) / 2
    return max(0.0, low - room), min(100.0, high + room)
