"""How satisfied a form is as a whole: what the importance of an item is derived from (clause 4.2.1.5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kesu_survey.answers.model import Answer
from kesu_survey.questionnaires.model import Questionnaire

OVERALL = "overall"
"""The code of the item that asks for satisfaction as a whole, where a questionnaire has one."""


def levels_of(questionnaire: Questionnaire, scores: Iterable[tuple[str, int | None]]) -> dict[str, Any]:
    """The columns `level_sum`, `level_count` and `overall` of a form with these (item, score)."""
    total, count, overall = 0.0, 0, None
    scales = {item.code: item.scored for item in questionnaire.items}
    for code, score in scores:
        scale = scales.get(code)
        if score is None or scale is None:
            continue
        if code == OVERALL:
            overall = score
        else:
            total += (score - scale.low) / (scale.high - scale.low)
            count += 1
    return {"level_sum": total, "level_count": count, "overall": overall}


def scores_of(answers: Iterable[Answer]) -> list[tuple[str, int | None]]:
    """(item, score) of each answer."""
    return [(answer.item, answer.score) for answer in answers]
