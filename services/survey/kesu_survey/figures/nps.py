"""The net promoter score (净推荐值): promoters (9, 10) less detractors (0 … 6), in points of 100.

F. F. Reichheld, Harvard Business Review 81 (2003) 46-54. The interval is that of the mean of +1, 0 and -1 (variance p + d - (p - d)²
over n), cut off at -100 and 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from kesu_survey.figures.wilson import Z_95

PROMOTER, DETRACTOR = 9, 6


@dataclass(frozen=True)
class Nps:
    """Counts of promoters, passives and detractors; at least one of them."""

    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        """How many gave a score."""
        return self.promoters + self.passives + self.detractors

    @property
    def value(self) -> float:
        """-100 (all detractors) … 100 (all promoters)."""
        return 100 * (self.promoters - self.detractors) / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Where it lies for all customers, with 95 % confidence."""
        p, d = self.promoters / self.n, self.detractors / self.n
        half = 100 * Z_95 * sqrt(max(0.0, p + d - (p - d) ** 2) / self.n)
        return max(-100.0, self.value - half), min(100.0, self.value + half)


def nps_of(scores: Mapping[int, int]) -> Nps:
    """From how often each score from 0 to 10 was given."""
    promoters = sum(count for score, count in scores.items() if score >= PROMOTER)
    detractors = sum(count for score, count in scores.items() if score <= DETRACTOR)
    return Nps(promoters, sum(scores.values()) - promoters - detractors, detractors)
