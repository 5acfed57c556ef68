"""Words for searching, Chinese and Latin alike: Latin words and codes whole, runs of Chinese as characters and pairs of them.

PostgreSQL's own parsers do not cut Chinese into words and trigrams miss words of two characters; pairs find both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:[-./][^\W_{_HAN}]+)*")
_IS_HAN = re.compile(rf"[{_HAN}]")
LONGEST = 100


def words_of(texts: Iterable[str | None]) -> list[str]:
    """The words under which a record with these texts is found; parts of codes (`KS-SZ-2026-000123` → `000123`) among them."""
    found: dict[str, None] = {}
    for run in _runs(" ".join(text for text in texts if text)):
        if _IS_HAN.match(run):
            found.update(dict.fromkeys([*run, *_pairs(run)]))
        else:
            found.update(dict.fromkeys([run, *re.split(r"[-./]", run)]))
    return [word[:LONGEST] for word in found if word]


def query_of(text: str) -> str | None:
    """A tsquery that finds records with all the words of `text`, the last Latin letters of each may be missing; `None` without words."""
    terms: list[str] = []
    for run in _runs(text):
        if _IS_HAN.match(run):
            terms += [_quoted(pair) for pair in (_pairs(run) or [run])]
        else:
            terms.append(f"{_quoted(run[:LONGEST])}:*")
    return " & ".join(terms) or None


def _runs(text: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''").replace("\\", "\\\\") + "'"
