"""Glossary terms in a text: proposed to the translator, and recorded where the translation has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Bilingual(Protocol):
    """A term in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Proposal:
    """A term that the original has, how it is said in the translation's language, and whether the translation says it so."""

    source: str
    target: str
    used: bool


def proposals(original: str, translation: str, glossary: Iterable[Bilingual], into: str) -> list[Proposal]:
    """The terms of `glossary` that stand in `original`, in its order; `into` is the translation's language (zh or en).

    A term inside a longer one that was found (“seal” in “shaft seal”) is not proposed, unless it stands elsewhere, too.
    """
    pairs = [(term.en, term.zh) if into == "zh" else (term.zh, term.en) for term in glossary]
    taken: list[range] = []
    found: list[tuple[int, Proposal]] = []
    for source, target in sorted(pairs, key=lambda pair: -len(pair[0])):
        places = [m.span() for m in _pattern(source).finditer(original)]
        own = [range(*place) for place in places if not any(place[0] < t.stop and t.start < place[1] for t in taken)]
        if own:
            taken += own
            found.append((own[0].start, Proposal(source, target, bool(_pattern(target).search(translation)))))
    return [proposal for _, proposal in sorted(found, key=lambda one: one[0])]


def _pattern(term: str) -> re.Pattern[str]:
    """Whole words in Latin script (with a plural s), any place in Chinese; blanks of any kind; capitals do not matter."""
    words = r"\s+".join(re.escape(word) for word in term.split())
    before = r"(?<![A-Za-z0-9])" if term[:1].isascii() else ""
    after = r"(?:e?s)?(?![A-Za-z0-9])" if term[-1:].isascii() else ""
    return re.compile(before + words + after, re.IGNORECASE)
