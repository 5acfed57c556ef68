"""Key drivers: which items matter to customers and fall short (clause 4.2.3.4).

Importance is derived, not asked: Pearson's correlation of an item's score with the score of the overall item, or, where the
questionnaire has none, with the mean of the same form's other scores (corrected item-total correlation). Satisfaction is the item's mean
brought to 0 … 100. The lines of the quadrant are the means of both over the items.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kesu_common.i18n import N_
from kesu_survey.answers.levels import OVERALL
from kesu_survey.figures.compute import ItemFigures

IMPROVE, KEEP, WATCH, HOLD = "improve_first", "keep_up", "watch", "hold"
QUADRANTS = {
    IMPROVE: N_("Improve first: important, and below average"),
    KEEP: N_("Keep up: important, and above average"),
    WATCH: N_("Watch: less important, and below average"),
    HOLD: N_("Hold: less important, and above average"),
}

ROUGH = 30
"""With fewer forms than this, correlations swing so widely that the place of an item is only a rough guide."""


@dataclass(frozen=True)
class Driver:
    """An item in the quadrant: satisfaction 0 … 100, importance -1 … 1."""

    item: ItemFigures
    satisfaction: float
    importance: float
    quadrant: str


@dataclass(frozen=True)
class Drivers:
    """The items of a survey that have both, and where the lines lie."""

    items: Sequence[Driver]
    satisfaction: float
    importance: float

    @property
    def first(self) -> list[Driver]:
        """What to improve first, the most important before."""
        return sorted((one for one in self.items if one.quadrant == IMPROVE), key=lambda one: -one.importance)


def drivers_of(items: Iterable[ItemFigures]) -> Drivers | None:
    """The quadrant; `None` for fewer than two items that can be placed."""
    placed = [
        (item, float(item.level), item.importance)
        for item in items
        if item.code != OVERALL and item.level is not None and item.importance is not None
    ]
    if len(placed) < 2:
        return None
    satisfaction = sum(one[1] for one in placed) / len(placed)
    importance = sum(one[2] for one in placed) / len(placed)
    return Drivers(
        [Driver(item, s, i, _QUADRANT[i >= importance, s >= satisfaction]) for item, s, i in placed],
        satisfaction,
        importance,
    )


_QUADRANT = {(True, False): IMPROVE, (True, True): KEEP, (False, False): WATCH, (False, True): HOLD}
