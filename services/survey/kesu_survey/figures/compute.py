"""From cells to figures (clause 4.2.1.5). Nothing here reads the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import sqrt
from typing import Protocol

from kesu_survey.figures.cells import Cell
from kesu_survey.figures.nps import Nps, nps_of
from kesu_survey.figures.wilson import wilson_interval
from kesu_survey.questionnaires.model import NO_OPINION, Scale

NPS = "nps"
"""The scale that asks how likely a recommendation is."""
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

    @property
    def few(self) -> bool:
        """Whether there are too few to write a percentage: “3 of 4” says more than “75 %”."""
        return self.n < FEW


@dataclass(frozen=True)
class ItemFigures:
    """What one item's scores amount to. `n` counts scores; who has none is counted apart, by why.

    `importance` is derived: Pearson's correlation of the item's score with how satisfied the same form is otherwise, see `cells`.
    `hidden`: there are fewer scores than may be shown, and every figure is left out.
    """

    code: str
    text_zh: str
    text_en: str
    department: str
    scale: str
    weight: Decimal
    low: int
    high: int
    n: int
    silent: Mapping[str, int]
    distribution: Mapping[int, int]
    mean: Decimal | None
    weighted_mean: Decimal | None
    variance: float | None
    satisfied: Share
    nps: Nps | None
    importance: float | None
    target: Decimal | None
    hidden: bool = False

    @property
    def no_opinion(self) -> int:
        """How many have no opinion."""
        return self.silent.get(NO_OPINION, 0)

    @property
    def level(self) -> Decimal | None:
        """The mean brought to 0 … 100, so that items of different scales can be compared."""
        return None if self.mean is None else (self.mean - self.low) / (self.high - self.low) * 100

    @property
    def met(self) -> bool | None:
        """Whether the mean reaches the target; `None` without target or without scores."""
        return None if self.target is None or self.mean is None else self.mean >= self.target

    @property
    def few(self) -> bool:
        """Whether there are too few scores to lean on."""
        return self.n < FEW

    def text(self, language: str) -> str:
        """The question in `language`."""
        return self.text_zh if language == "zh" else self.text_en


def figures_of(item: Scored, scale: Scale, cells: Iterable[Cell], target: Decimal | None, least: int = 1) -> ItemFigures:
    """The figures of one item from its cells. With fewer than `least` scores (but some) they are hidden."""
    own = [cell for cell in cells if cell.item == item.code]
    small = 0 < sum(cell.n for cell in own if cell.score is not None) < least
    shown = [] if small else own
    scores: Counter[int] = Counter()
    silent: Counter[str] = Counter()
    for cell in shown:
        if cell.score is None:
            silent[cell.why] += cell.n
        else:
            scores[cell.score] += cell.n
    n = scores.total()
    weights = sum((cell.weight for cell in shown if cell.score is not None), Decimal(0))
    weighed = sum((cell.weight * cell.score for cell in shown if cell.score is not None), Decimal(0))
    return ItemFigures(
        code=item.code,
        text_zh=item.text_zh,
        text_en=item.text_en,
        department=item.department,
        scale=item.scale,
        weight=item.weight,
        low=scale.low,
        high=scale.high,
        n=n,
        silent=silent,
        distribution={score: scores[score] for score in scale.scores},
        mean=Decimal(_sum(scores)) / n if n else None,
        weighted_mean=weighed / weights if weights else None,
        variance=_variance(scores),
        satisfied=Share(sum(count for score, count in scores.items() if score >= scale.satisfied), n),
        nps=nps_of(scores) if item.scale == NPS and n else None,
        importance=_correlation([cell for cell in shown if cell.score is not None]),
        target=target,
        hidden=small,
    )


def _sum(scores: Mapping[int, int]) -> int:
    return sum(score * count for score, count in scores.items())


def _variance(scores: Counter[int]) -> float | None:
    """The sample variance, from whole numbers without loss; `None` for fewer than two scores."""
    n = scores.total()
    if n < 2:
        return None
    squares = sum(score * score * count for score, count in scores.items())
    return (n * squares - _sum(scores) ** 2) / (n * (n - 1))


def _correlation(cells: Iterable[Cell]) -> float | None:
    """Pearson's r of score and of what the forms say otherwise; `None` for fewer than `FEW`, or without spread."""
    n = x = xx = y = yy = xy = 0.0
    for cell in cells:
        score = cell.score or 0
        n += cell.others
        x += score * cell.others
        xx += score * score * cell.others
        y += cell.others_sum
        yy += cell.others_squares
        xy += score * cell.others_sum
    spread_x, spread_y = n * xx - x * x, n * yy - y * y
    if n < FEW or spread_x <= 0 or spread_y <= 1e-9 * n * n:
        return None
    return max(-1.0, min(1.0, (n * xy - x * y) / sqrt(spread_x * spread_y)))


def weighted_index(items: Iterable[ItemFigures]) -> Decimal | None:
    """The means of all items, each brought to 0 … 100 and weighted by its importance; `None` without scores or weights."""
    counted = [(item.weight, item.level) for item in items if item.level is not None]
    weights = sum((weight for weight, _ in counted), Decimal(0))
    return sum((weight * level for weight, level in counted), Decimal(0)) / weights if weights else None


def plain(value: Decimal | None, places: int = 3) -> str | None:
    """A figure as facts and programs get it: at most `places` decimals, no needless zeros."""
    if value is None:
        return None
    return format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN).normalize(), "f")
