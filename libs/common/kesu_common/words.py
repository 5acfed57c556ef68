"""Words for searching, Chinese and Latin alike: Latin words and codes whole, runs of Chinese as characters and pairs of them.

PostgreSQL's own parsers do not cut Chinese into words and trigrams miss words of two characters; pairs find both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:[-./][^\W_{_HAN}]+)*")
_PART = re.compile(r"[-./]")
LONGEST = 100


def words_of(texts: Iterable[str | None]) -> list[str]:
    """The words under which a record with these texts is found; parts of codes (`KS-SZ-2026-000123` → `000123`) among them."""
    found: dict[str, None] = {}
    for run in _runs(" ".join(text for text in texts if text)):
        if _is_han(run):
            found.update(dict.fromkeys(run))
            found.update(dict.fromkeys(_pairs(run)))
        else:
            found[run] = None
            if _PART.search(run):
                found.update(dict.fromkeys(_PART.split(run)))
    return [word[:LONGEST] for word in found if word]


def query_of(text: str) -> str | None:
    """A tsquery that finds records with all the words of `text`, the last Latin letters of each may be missing; `None` without words."""
    terms: list[str] = []
    for run in _runs(text):
        if _is_han(run):
            terms += [quoted(pair) for pair in (_pairs(run) or [run])]
        else:
            terms.append(f"{quoted(run[:LONGEST])}:*")
    return " & ".join(dict.fromkeys(terms)) or None


def pairs_and_words(text: str) -> list[str]:
    """A text to compare: its pairs of neighbouring Chinese characters (a lone one as itself) and Latin words, in order."""
    return [word for run in _runs(text) for word in ((_pairs(run) or [run]) if _is_han(run) else [run])]


def spans_of(text: str, query: str) -> list[tuple[int, int]]:
    """Where words of `query` stand in `text`: (begin, end) in order, joined where they touch. Latin words match from their beginning."""
    plain = "".join(_folded(text))
    wanted: dict[str, None] = {}
    for run in _runs(query):
        wanted.update(dict.fromkeys((_pairs(run) or [run]) if _is_han(run) else [rf"(?<![^\W_{_HAN}]){re.escape(run)}"]))
    found = sorted(match.span() for pattern in wanted for match in re.finditer(pattern, plain))
    # Overlapping pairs of one Chinese word (“轴封”, “封泄”) are one place.
    joined: list[tuple[int, int]] = []
    for begin, end in found:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def quoted(word: str) -> str:
    """A word as a tsquery writes it."""
    return "'" + word.replace("'", "''").replace("\\", "\\\\") + "'"


def _folded(text: str) -> Iterator[str]:
    """Character by character as `_runs` folds it, so that positions stay: what becomes longer (㎡) stays as it is."""
    for character in text:
        folded = unicodedata.normalize("NFKC", character).lower()
        yield folded if len(folded) == 1 else character


def _is_han(run: str) -> bool:
    return "\u3400" <= run[0] <= "\u9fff" or "\uf900" <= run[0] <= "\ufaff"


def _runs(text: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
