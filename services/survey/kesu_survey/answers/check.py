"""Whether what somebody typed answers the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_survey.answers.model import Answer
from kesu_survey.questionnaires.model import CHOICES, MULTIPLE, NO_OPINION, TEXT, Item, Questionnaire

UNKNOWN = N_("This item is not on the questionnaire.")
TWICE = N_("Each item is answered once.")
BESIDE = N_("This is no score of the scale.")
WORDS_ONLY = N_("This item is answered in words.")
ONE_ONLY = N_("Choose one only.")
NO_OPTION = N_("This is none of the options.")
MISSING = N_("Please choose a score, or “no opinion”.")
UNCHOSEN = N_("Please choose.")
WORDLESS = N_("Please write something.")
EMPTY = N_("Please answer at least one item.")


def checked(questionnaire: Questionnaire, given: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """The answers to keep, in the order of the items; rows without score and words are no answers.

    `given`: [{item, score: int | "no_opinion" | None, choices: [code | "no_opinion"], text}]. Raises `Invalid` with every place that is
    wrong: `answers/<row>/<field>`; a required item that is not there at all is reported behind the last row.
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
        elif problem := _unfit_choice(item, row.get("choices") or []):
            wrong[number] = {"choices": [problem]}
        elif (answer := _answer(item, row)) is not None:
            found[item.code] = answer
    behind = len(given)
    for item in questionnaire.items:
        answer = found.get(item.code)
        if item.required and _is_open(item, answer) and rows.get(item.code) not in wrong:
            field, problem = _MISSING.get(item.scale, ("score", MISSING))
            wrong[rows.get(item.code, behind)] = {field: [problem]}
            behind += item.code not in rows
    if wrong:
        raise Invalid(N_("Some answers need another look."), errors={"answers": wrong})
    if not found:
        raise Invalid(EMPTY, field="answers")
    return sorted(found.values(), key=lambda answer: answer.position)


_MISSING = {TEXT: ("text", WORDLESS), **dict.fromkeys(CHOICES, ("choices", UNCHOSEN))}
"""Where an item that had to be answered misses something, and what is said; all others miss a score."""


def _is_open(item: Item, answer: Answer | None) -> bool:
    """Whether a required item still wants an answer; a remark alone is none."""
    if answer is None:
        return True
    return item.scale != TEXT and answer.score is None and not answer.choices and not answer.no_opinion


def _unfit(item: Item, score: Any) -> str | None:
    if score is None:
        return None
    if item.scale == TEXT:
        return WORDS_ONLY
    if score == NO_OPINION:
        return None if item.no_opinion else MISSING
    if item.scored is None:
        return NO_OPTION
    return None if score in item.scored.scores else BESIDE


def _unfit_choice(item: Item, choices: Sequence[str]) -> str | None:
    if not choices:
        return None
    if not item.chosen:
        return NO_OPTION
    known = {option["code"] for option in item.options} | ({NO_OPINION} if item.no_opinion else set())
    if not set(choices) <= known:
        return NO_OPTION
    alone = item.scale != MULTIPLE or NO_OPINION in choices
    return ONE_ONLY if alone and len(set(choices)) > 1 else None


def _answer(item: Item, row: Mapping[str, Any]) -> Answer | None:
    score, text, choices = row.get("score"), row.get("text"), row.get("choices") or []
    if score is None and not text and not choices:
        return None
    no_opinion = score == NO_OPINION or NO_OPINION in choices
    return Answer(
        position=item.position,
        item=item.code,
        score=None if no_opinion else score,
        no_opinion=no_opinion,
        text=text,
        choices=[] if no_opinion else [option["code"] for option in item.options if option["code"] in choices],
    )


def fitting(questionnaire: Questionnaire, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a form that is not finished, as they can be kept: whatever is there fits its item. Raises `Invalid` with the places."""
    wrong: dict[int, dict[str, list[str]]] = {}
    for number, row in enumerate(given):
        item = questionnaire.item(row["item"])
        if item is None:
            wrong[number] = {"item": [UNKNOWN]}
        elif problem := _unfit(item, row.get("score")):
            wrong[number] = {"score": [problem]}
        elif problem := _unfit_choice(item, row.get("choices") or []):
            wrong[number] = {"choices": [problem]}
    if wrong:
        raise Invalid(N_("Some answers need another look."), errors={"answers": wrong})
    return [{name: row.get(name) for name in ("item", "score", "choices", "text")} for row in given]
