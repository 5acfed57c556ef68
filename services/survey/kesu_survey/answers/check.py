"""Whether what somebody typed answers the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_survey.answers.model import NO_OPINION, Answer
from kesu_survey.questionnaires.model import Item, Questionnaire

UNKNOWN = N_("This item is not on the questionnaire.")
TWICE = N_("Each item is answered once.")
BESIDE = N_("This is no score of the scale.")
WORDS_ONLY = N_("This item is answered in words.")
MISSING = N_("Please choose a score, or “no opinion”.")
EMPTY = N_("Please answer at least one item.")


def checked(questionnaire: Questionnaire, given: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """The answers to keep, in the order of the items; rows without score and words are no answers.

    `given`: [{item, score: int | "no_opinion" | None, text}]. Raises `Invalid` with every place that is wrong: `answers/<row>/<field>`;
    a required item that is not there at all is reported behind the last row.
    """
    wrong: dict[int, dict[str, list[str]]] = {}
    rows: dict[str, int] = {}
    found: dict[str, Answer] = {}
    for number, row in enumerate(given):
        item = questionnaire.item(row["item"])
        problem = UNKNOWN if item is None else TWICE if row["item"] in rows else None
        if item is None or problem:
            wrong[number] = {"item": [str(problem)]}
            continue
        rows[item.code] = number
        if problem := _unfit(item, row.get("score")):
            wrong[number] = {"score": [problem]}
        elif (answer := _answer(item, row)) is not None:
            found[item.code] = answer
    behind = len(given)
    for item in questionnaire.items:
        answer = found.get(item.code)
        unanswered = answer is None or (answer.score is None and not answer.no_opinion)
        if item.required and unanswered and rows.get(item.code) not in wrong:
            wrong[rows.get(item.code, behind)] = {"score": [MISSING]}
            behind += item.code not in rows
    if wrong:
        raise Invalid(N_("Some answers need another look."), errors={"answers": wrong})
    if not found:
        raise Invalid(EMPTY, field="answers")
    return sorted(found.values(), key=lambda answer: answer.position)


def _unfit(item: Item, score: Any) -> str | None:
    if score is None:
        return None
    if item.scored is None:
        return WORDS_ONLY
    return None if score == NO_OPINION or score in item.scored.scores else BESIDE


def _answer(item: Item, row: Mapping[str, Any]) -> Answer | None:
    score, text = row.get("score"), row.get("text")
    if score is None and not text:
        return None
    no_opinion = score == NO_OPINION
    return Answer(position=item.position, item=item.code, score=None if no_opinion else score, no_opinion=no_opinion, text=text)
