"""Where the points and lines of a control chart lie in its drawing; the template only writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kesu_quality.measurements.capability import Chart

WIDTH, HEIGHT = 900, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 120, 16, 28


@dataclass(frozen=True)
class Line:
    """A horizontal line: its height in the drawing, its value, what it is."""

    y: float
    value: float
    name: str


@dataclass(frozen=True)
class Point:
    """A value: where it lies, and whether it speaks against a stable process."""

    x: float
    y: float
    value: Decimal
    marked: bool


@dataclass(frozen=True)
class Drawing:
    """A chart as lines and points, in units of the drawing (`width` × `height`)."""

    lines: Sequence[Line]
    points: Sequence[Point]
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        """The points as an SVG polyline wants them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


def draw(values: Sequence[Decimal], chart: Chart, limits: Sequence[tuple[str, Decimal | None]]) -> Drawing:
    """The chart with its control limits (UCL, mean, LCL) and the characteristic's own limits, which are (name, value)."""
    named = [
        ("UCL", chart.upper),
        ("x̄", chart.mean),
        ("LCL", chart.lower),
        *((name, float(value)) for name, value in limits if value is not None),
    ]
    every = [value for _, value in named] + [float(value) for value in values]
    low, high = min(every), max(every)
    room = (high - low) or 1.0

    def y(value: float) -> float:
        return _TOP + (high - value) / room * (HEIGHT - _TOP - _BOTTOM)

    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(values) - 1)
    marked = {*chart.beyond, *chart.runs}
    points = [Point(_LEFT + at * step, y(float(value)), value, at in marked) for at, value in enumerate(values)]
    return Drawing([Line(y(value), value, name) for name, value in named], points)
