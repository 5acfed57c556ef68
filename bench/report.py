"""Figures over rounds, the table at the end, and the same as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the table: a value per round. `at_least` or `at_most` is the aim that the median is held to."""

    name: str
    unit: str
    values: Sequence[float]
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        middle = median(self.values)
        if self.at_least is not None:
            return middle >= self.at_least
        return None if self.at_most is None else middle <= self.at_most

    @property
    def aim(self) -> str:
        """The aim in words."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return "" if self.at_most is None else f"≤ {self.at_most:g}"


@dataclass
class Report:
    """All figures of one run."""

    rounds: int
    figures: list[Figure] = field(default_factory=list)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def add(self, name: str, unit: str, values: Sequence[float], *, at_least: float | None = None, at_most: float | None = None) -> None:
        """Add a line."""
        self.figures.append(Figure(name, unit, values, at_least, at_most))

    def table(self) -> str:
        """The figures as text."""
        rows: list[tuple[str, ...]] = [("", "unit", "min", "median", "max", "aim", "")]
        for figure in self.figures:
            numbers = (f"{value:.3g}" for value in (min(figure.values), median(figure.values), max(figure.values)))
            verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
            rows.append((figure.name, figure.unit, *numbers, figure.aim, verdict))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join([row[0].ljust(widths[0]), row[1].ljust(widths[1]), *_right(row[2:], widths[2:])]).rstrip() for row in rows]
        lines.insert(1, "─" * max(map(len, lines)))
        return "\n".join(lines)

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        figures = [{"name": f.name, "unit": f.unit, "values": list(f.values), "aim": f.aim, "met": f.met} for f in self.figures]
        about = {"started": self.started.isoformat(timespec="seconds"), "rounds": self.rounds, "python": platform.python_version()}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**about, "figures": figures}, ensure_ascii=False, indent=2) + "\n")


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _right(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
