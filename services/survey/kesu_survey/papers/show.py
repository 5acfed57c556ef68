"""What a printed questionnaire shows: every item with boxes to tick, in both languages; ticked when it is a form that came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kesu_common.i18n import N_, translate
from kesu_survey.answers.model import Answer
from kesu_survey.questionnaires.model import MULTIPLE, Item, Questionnaire
from kesu_survey.words import SCORES

NO_OPINION = N_("No opinion")


@dataclass(frozen=True)
class Box:
    """One box: its words in both languages, and whether it is ticked."""

    zh: str
    en: str
    ticked: bool = False


@dataclass(frozen=True)
class Line:
    """One item as it is printed, with the words that were written beside it."""

    item: Item
    boxes: Sequence[Box]
    words: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one box may be ticked."""
        return self.item.scale == MULTIPLE


def lines(questionnaire: Questionnaire, answers: Sequence[Answer] = ()) -> list[Line]:
    """All items in their order; blank without answers."""
    given = {answer.item: answer for answer in answers}
    return [Line(item, _boxes(item, given.get(item.code)), _words(given.get(item.code))) for item in questionnaire.items]


def _boxes(item: Item, answer: Answer | None) -> list[Box]:
    boxes = []
    if item.scored:
        for score in item.scored.scores:
            words = SCORES.get(item.scale, {}).get(score)
            zh, en = (translate(words, {}, one) if words else str(score) for one in ("zh", "en"))
            boxes.append(Box(zh, en, answer is not None and answer.score == score))
    chosen = answer.choices if answer else ()
    boxes += [Box(option["text_zh"], option["text_en"], option["code"] in chosen) for option in item.options]
    if item.no_opinion:
        zh, en = (translate(NO_OPINION, {}, one) for one in ("zh", "en"))
        boxes.append(Box(zh, en, answer is not None and answer.no_opinion))
    return boxes


def _words(answer: Answer | None) -> str:
    return (answer.text or "") if answer else ""
