"""How alike two texts are, in Chinese and English: shared pairs of characters and of words (Dice), and letter by letter (rapidfuzz).

Letters alone call a reordered Chinese sentence different, pairs alone a text with other numbers the same: the score weighs both. Latin
words count in pairs, too: single ones are shared by any two long English texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from kesu_common.words import pairs_and_words

LONGEST = 3000
"""Characters that are compared; what makes two complaints one stands at their beginning."""
DICE_SHARE = 0.6


@dataclass(frozen=True)
class Compared:
    """A text, ready to be compared with many others."""

    text: str
    pairs: Counter[str]

    @classmethod
    def of(cls, text: str) -> Compared:
        """Cut it once."""
        plain = " ".join(text[:LONGEST].lower().split())
        return cls(plain, Counter(_pairs(pairs_and_words(plain))))


def likeness(one: Compared, other: Compared) -> float:
    """From 0 (nothing in common) to 1 (the same): 0.6 of the bigram Dice and 0.4 of the share of letters that stand in the same order."""
    if one.text == other.text:
        return 1.0 if one.text else 0.0
    shared = dice(one.pairs, other.pairs)
    if shared < MEANINGLESS:
        return DICE_SHARE * shared
    return DICE_SHARE * shared + (1 - DICE_SHARE) * fuzz.ratio(one.text, other.text) / 100


MEANINGLESS = 0.1
"""Below this Dice the letters are not compared: two texts about one thing share that much by chance."""


def dice(one: Counter[str], other: Counter[str]) -> float:
    """Twice what both share over what both have: the Sørensen–Dice coefficient of two multisets (Dice 1945)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Chinese pairs as they are; of Latin words each with the one after it, a lone one by itself."""
    run: list[str] = []
    for word in words:
        if word.isascii() or len(word) > 2:
            run.append(word)
        else:
            yield from _joined(run)
            yield word
            run = []
    yield from _joined(run)


def _joined(run: Sequence[str]) -> Sequence[str]:
    return run if len(run) == 1 else [f"{word} {after}" for word, after in pairwise(run)]
