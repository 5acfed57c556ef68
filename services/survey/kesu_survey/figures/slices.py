"""A survey's figures by tier, language and product (clause 4.2.1.5), with groups left out that are too small to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kesu_survey.figures.cells import Cell, by_value, forms_in
from kesu_survey.figures.compute import ItemFigures, figures_of, weighted_index
from kesu_survey.figures.disclosure import hidden
from kesu_survey.questionnaires.model import Questionnaire

MOST = 40
"""Values of a dimension that are told apart: those with most forms; the others are taken together."""
OTHERS = "…"


@dataclass(frozen=True)
class Slice:
    """One tier, language or product: how many forms (`None`: too few to tell) and the figures of its items, by code."""

    value: str
    forms: int | None
    items: Mapping[str, ItemFigures]

    @property
    def index(self) -> Decimal | None:
        """The weighted index of the slice; none where an item that counts is hidden."""
        return None if any(item.hidden and item.weight for item in self.items.values()) else weighted_index(self.items.values())


def slices_of(questionnaire: Questionnaire, cells: Sequence[Cell], dimension: str, least: int) -> list[Slice]:
    """The slices of a dimension, the greatest first. None when all forms have the same value: that is the survey itself."""
    groups = _joined(by_value(cells, dimension))
    if len(groups) < 2:
        return []
    forms = {value: forms_in(own) for value, own in groups.items()}
    gone = hidden(forms, least)
    figures: dict[str, dict[str, ItemFigures]] = {value: {} for value in groups}
    for item in questionnaire.items:
        if item.scored is None:
            continue
        found = {value: figures_of(item, item.scored, own, None) for value, own in groups.items()}
        small = hidden({value: one.n for value, one in found.items()}, least, gone)
        blank = replace(figures_of(item, item.scored, (), None), hidden=True)
        for value, one in found.items():
            figures[value][item.code] = blank if value in small else one
    ordered = sorted(groups, key=lambda value: (-forms[value], value))
    return [Slice(value, None if value in gone else forms[value], figures[value]) for value in ordered]


def _joined(groups: Mapping[str, list[Cell]]) -> dict[str, list[Cell]]:
    """Those with most forms, and the others as one."""
    ordered = sorted(groups, key=lambda value: (-forms_in(groups[value]), value))
    found = {value: groups[value] for value in ordered[:MOST]}
    if rest := ordered[MOST:]:
        found[OTHERS] = list(_all(groups[value] for value in rest))
    return found


def _all(lists: Iterable[Iterable[Cell]]) -> Iterable[Cell]:
    for cells in lists:
        yield from cells
