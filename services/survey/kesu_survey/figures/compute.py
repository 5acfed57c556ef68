"""From answers to figures (clause 4.2.1.5). Nothing here reads the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol

from kesu_survey.figures.wilson import wilson_interval
from kesu_survey.questionnaires.model import Scale

FEW = 10
"""With fewer scores than this, a figure is shown with a word of caution."""


class Scored(Protocol):
    """An item that is answered with a score, as far as figures need it."""

    code: str
    text_zh: str
    text_en: str
    department: str
    scale: str
    weight: Decimal


@dataclass(frozen=True)
class Share:
    """`hits` of `n` with the Wilson interval of 95 %; of nothing there is no share."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share itself, 0 … 1."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share of all customers lies, with 95 % confidence."""
        return wilson_interval(self.hits, self.n) if self.n else None


@dataclass(frozen=True)
class ItemFigures:
    """What one item's scores amount to. `n` counts scores; who has no opinion is counted apart."""

    code: str
    text_zh: str
    text_en: str
    department: str
    scale: str
    weight: Decimal
    low: int
    high: int
    n: int
    no_opinion: int
    distribution: Mapping[int, int]
    mean: Decimal | None
    satisfied: Share
    target: Decimal | None

    @property
    def met(self) -> bool | None:
        """Whether the mean reaches the target; `None` without target or without scores."""
        return None if self.target is None or self.mean is None else self.mean >= self.target

    @property
    def few(self) -> bool:
        """Whether there are too few scores to lean on."""
        return self.n < FEW


def figures_of(item: Scored, scale: Scale, scores: Sequence[int], no_opinion: int, target: Decimal | None) -> ItemFigures:
    """The figures of one item from its scores."""
    counted = Counter(scores)
    return ItemFigures(
        code=item.code,
        text_zh=item.text_zh,
        text_en=item.text_en,
        department=item.department,
        scale=item.scale,
        weight=item.weight,
        low=scale.low,
        high=scale.high,
        n=len(scores),
        no_opinion=no_opinion,
        distribution={score: counted[score] for score in scale.scores},
        mean=Decimal(sum(scores)) / len(scores) if scores else None,
        satisfied=Share(sum(score >= scale.satisfied for score in scores), len(scores)),
        target=target,
    )


def weighted_index(items: Iterable[ItemFigures]) -> Decimal | None:
    """The means of all items, each brought to 0 … 100 and weighted by its importance; `None` without scores or weights."""
    counted = [(item.weight, (item.mean - item.low) / (item.high - item.low)) for item in items if item.mean is not None]
    weights = sum((weight for weight, _ in counted), Decimal(0))
    return sum((weight * mean for weight, mean in counted), Decimal(0)) / weights * 100 if weights else None


def plain(value: Decimal | None, places: int = 3) -> str | None:
    """A figure as facts and programs get it: at most `places` decimals, no needless zeros."""
    if value is None:
        return None
    return format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN).normalize(), "f")
