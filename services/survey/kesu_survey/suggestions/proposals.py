"""Which codes a text may have: by its likeness to texts that people coded before, and to the words of the codes themselves.

Only proposals: a person decides. Works for Chinese (pairs of characters) and Latin words alike, without a model to train.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from kesu_common.likeness import Compared, likeness
from kesu_common.words import pairs_and_words
from kesu_survey.suggestions.model import SuggestionCode

LEARNED = 2000
"""Coded texts that are compared with: the last ones."""
PROPOSED = 3
ENOUGH = 0.18
"""Below this likeness a code is not proposed."""
WORDS_COUNT = 0.8
"""A code's own words count for less than a text that a person gave the code."""


@dataclass(frozen=True)
class Proposal:
    """A code, how likely it is (0 … 1), and the coded text that speaks for it; `None`: the code's own words do."""

    code: SuggestionCode
    score: float
    because: str | None


class Proposer:
    """Compares texts with what is known at a site; made once for many texts."""

    def __init__(self, codes: Sequence[SuggestionCode], coded: Iterable[tuple[str, str]]) -> None:
        self.codes = {code.code: code for code in codes}
        self.learned = [(Compared.of(text), text, code) for text, code in coded if code in self.codes]
        self.words = [(code.code, words) for code in codes for words in {_words(code.text_zh), _words(code.text_en)} if words]
        spread = Counter(word for _, words in self.words for word in words)
        self.worth = {word: log(1 + len(codes) / count) for word, count in spread.items()}

    def propose(self, text: str) -> list[Proposal]:
        """The codes that are most likely, best first; none where nothing is alike."""
        best: dict[str, tuple[float, str | None]] = {}
        for code, score in self._by_words(text).items():
            best[code] = (WORDS_COUNT * score, None)
        compared = Compared.of(text)
        for known, told, code in self.learned:
            score = likeness(compared, known)
            if score > best.get(code, (0.0, None))[0]:
                best[code] = (score, told)
        ranked = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))[:PROPOSED]
        return [Proposal(self.codes[code], score, because) for code, (score, because) in ranked if score >= ENOUGH]

    def _by_words(self, text: str) -> Mapping[str, float]:
        """How much of a code's words, in one language, the text has, by what they are worth: a word that many codes have says little."""
        said = _words(text)
        found: dict[str, float] = {}
        for code, words in self.words:
            if words & said:
                whole = sum(self.worth[word] for word in words)
                found[code] = max(found.get(code, 0.0), sum(self.worth[word] for word in words & said) / whole)
        return found


def _words(text: str) -> frozenset[str]:
    """Pairs of characters, and Latin words of more than two letters without the plural's s."""
    words = pairs_and_words(text)
    return frozenset(word.rstrip("s") if word.isascii() else word for word in words if not word.isascii() or len(word) > 2)
