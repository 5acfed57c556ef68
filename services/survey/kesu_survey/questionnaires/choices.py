"""What one can choose as the answer to an item, in words."""

from __future__ import annotations

from kesu_common.web.translations import say
from kesu_survey.questionnaires.model import Item
from kesu_survey.words import SCORES


def score_choices(item: Item) -> list[tuple[str, str]]:
    """(score, words) of every score of the item's scale, the lowest first; none for an item that is answered in words."""
    words = SCORES.get(item.scale, {})
    scores = item.scored.scores if item.scored else ()
    return [(str(score), say(words[score]) if score in words else str(score)) for score in scores]
