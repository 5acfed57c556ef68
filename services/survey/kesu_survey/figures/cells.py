"""Reading answers as cells (clause 4.2.1.5): how many gave this item this score, and what these respondents weigh together.

Cells of forms that a job has summed up already (`commands.sum_up_answers`) are read; the few forms that came since are counted on the
way, in the same statement, so that figures are exact at any moment. Nothing here reads answer by answer, and no lock is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from kesu_survey.answers.levels import OVERALL
from kesu_survey.figures.model import FORMS, NONE
from kesu_survey.questionnaires.model import Questionnaire

DIMENSIONS = ("tier", "language", "product")
"""What a survey's answers are cut by; sites and years are surveys of their own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`n` answers to `item` with this `score` (or none: `why`), of those whose `dimension` has this `value`; "" is the whole survey.

    `weight` is the sum of their respondents' weights; `others`, `others_sum`, `others_squares`: how many of the forms say how satisfied
    they are apart from this item, the sum of that, and of its squares. The item `FORMS` counts forms.
    """

    dimension: str
    value: str
    item: str
    score: int | None
    why: str
    n: int
    weight: Decimal
    others: int
    others_sum: float
    others_squares: float


def cells_of(session: Session, campaign: str, questionnaire: Questionnaire) -> list[Cell]:
    """The cells of a survey and of every tier, language and product in it, of the forms that count."""
    where = "form.campaign = :campaign AND NOT form.tallied AND NOT form.duplicate AND NOT form.late"
    statement = _READ.format(fresh=counting(questionnaire, "returned_form", where), kept=KEYS, sums=SUMS)
    rows = session.execute(text(statement), {"campaign": campaign, **scales_of(questionnaire)})
    return [Cell(dimension, value, item, None if score == NONE else score, *rest) for dimension, value, item, score, *rest in rows]


def counting(questionnaire: Questionnaire, forms: str, where: str) -> str:
    """SELECT that counts the answers of `forms` (a table or query with the columns of `returned_form`) into cells.

    What a form says apart from an item: the score of the overall item, or, where the questionnaire has none, the mean of its other
    scores, each brought to 0 … 1. The statement needs the values of `scales_of`.
    """
    overall = any(item.code == OVERALL for item in questionnaire.items)
    return _COUNT.format(others="form.overall::float8" if overall else _REST, forms=forms, where=where, forms_item=FORMS, none=NONE)


def scales_of(questionnaire: Questionnaire) -> Mapping[str, Any]:
    """Where each item's scale begins and how long it is."""
    scales = [(item.code, item.scored.low, item.scored.high - item.scored.low) for item in questionnaire.items if item.scored]
    return {"items": [one[0] for one in scales], "lows": [one[1] for one in scales], "spans": [one[2] for one in scales]}


KEYS = "item, score, why, tier, language, product"
SUMS = "n, weight, others, others_sum, others_squares"
_REST = (
    "CASE WHEN form.level_count > 1 THEN (form.level_sum - (answer.score - scale.low)::float8 / scale.span) / (form.level_count - 1) END"
)
_COUNT = """
    SELECT item, score, why, tier, language, product, count(*) AS n, sum(weight) AS weight, count(other) AS others,
           coalesce(sum(other), 0) AS others_sum, coalesce(sum(other * other), 0) AS others_squares
      FROM (SELECT item, coalesce(answer.score, {none}) AS score,
                   CASE WHEN answer.no_opinion THEN 'no_opinion' ELSE coalesce(answer.silence, '') END AS why,
                   form.tier, form.language, form.product, form.weight, CASE WHEN answer.score IS NOT NULL THEN {others} END AS other
              FROM {forms} form JOIN answer ON answer.form_id = form.id
              LEFT JOIN unnest(CAST(:items AS text[]), CAST(:lows AS int[]), CAST(:spans AS int[])) scale (item, low, span) USING (item)
             WHERE {where} AND (answer.score IS NOT NULL OR answer.no_opinion OR answer.silence IS NOT NULL)) given
     GROUP BY 1, 2, 3, 4, 5, 6
     UNION ALL
    SELECT '{forms_item}', {none}, '', form.tier, form.language, form.product, count(*), sum(form.weight), 0, 0, 0
      FROM {forms} form WHERE {where} GROUP BY 4, 5, 6
"""
_READ = """
    WITH cell AS (SELECT {kept}, {sums} FROM answer_cell WHERE campaign = :campaign UNION ALL ({fresh}))
    SELECT CASE WHEN grouping(tier) = 0 THEN 'tier' WHEN grouping(language) = 0 THEN 'language'
                WHEN grouping(product) = 0 THEN 'product' ELSE '' END,
           coalesce(tier, language, product, ''), item, score, why,
           sum(n)::bigint, sum(weight), sum(others)::bigint, sum(others_sum), sum(others_squares)
      FROM cell
     GROUP BY GROUPING SETS ((item, score, why), (item, score, why, tier), (item, score, why, language), (item, score, why, product))
"""


def whole(cells: Iterable[Cell]) -> list[Cell]:
    """Those of the whole survey."""
    return [cell for cell in cells if not cell.dimension]


def by_value(cells: Iterable[Cell], dimension: str) -> dict[str, list[Cell]]:
    """Those of each value of a dimension."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.dimension == dimension:
            found.setdefault(cell.value, []).append(cell)
    return found


def forms_in(cells: Iterable[Cell]) -> int:
    """How many forms these cells are made from."""
    return sum(cell.n for cell in cells if cell.item == FORMS)
