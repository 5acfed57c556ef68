"""What one can choose as the answer to an item, in words, and what an answer says in words."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.web.translations import language, say
from kesu_survey.answers.model import Answer
from kesu_survey.questionnaires.model import NO_OPINION, Item
from kesu_survey.words import SCORES


def choices_of(item: Item) -> list[tuple[str, str]]:
    """(value, words) of everything that can be chosen: the scores, the lowest first, or the options, and “no opinion” where it is offered.

    Nothing for an item that is answered in words.
    """
    if item.scored:
        words = SCORES.get(item.scale, {})
        found = [(str(score), say(words[score]) if score in words else str(score)) for score in item.scored.scores]
    else:
        found = [(option["code"], item.option(option["code"], language())) for option in item.options]
    return [*found, (NO_OPINION, say(N_("No opinion")))] if item.no_opinion else found


def in_words(item: Item, answer: Answer) -> str:
    """An answer as one line in the reader's language."""
    if answer.no_opinion:
        given = say(N_("No opinion"))
    elif item.chosen:
        given = " · ".join(item.option(code, language()) for code in answer.choices)
    elif answer.score is not None and item.scored:
        words = SCORES[item.scale].get(answer.score)
        given = say(words) if words else f"{answer.score} / {item.scored.high}"
    else:
        given = ""
    return " · ".join(part for part in (given, answer.text) if part)
