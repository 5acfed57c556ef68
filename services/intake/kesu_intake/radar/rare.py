"""Which words of a text find few other complaints: by the statistics that PostgreSQL keeps of the column of words itself."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kesu_common.words import pairs_and_words

BUDGET = 150
"""Complaints that the chosen words may find together, about."""
FEWEST, MOST = 4, 16
"""Words that are looked for at least and at most."""
_FRESH = 600.0
_STATISTICS = text(
    "SELECT s.most_common_elems::text::text[], s.most_common_elem_freqs, greatest(c.reltuples, 0) FROM pg_class c "
    "LEFT JOIN pg_stats s ON s.schemaname = current_schema() AND s.tablename = c.relname AND s.attname = 'words' "
    "WHERE c.oid = 'complaint'::regclass"
)


@dataclass(frozen=True)
class Frequencies:
    """Share of complaints with a word, for the common ones; `rarest` is the share of the rarest word that is known as common."""

    known: Mapping[str, float]
    rarest: float
    complaints: float

    def found_by(self, word: str) -> float:
        """How many complaints have the word, about; for one that is not common at most."""
        return self.known.get(word, self.rarest) * self.complaints


def rare_words(frequencies: Frequencies, text: str) -> list[str]:
    """The rarest words of a text (longer ones first among equals), as many as `BUDGET` allows; lone letters are none."""
    words = (word for word in dict.fromkeys(pairs_and_words(text)) if len(word) > 2 or not word.isascii())
    chosen: list[str] = []
    spent = 0.0
    for word in sorted(words, key=lambda word: (frequencies.found_by(word), -len(word))):
        spent += frequencies.found_by(word)
        if len(chosen) >= MOST or (spent > BUDGET and len(chosen) >= FEWEST):
            break
        chosen.append(word)
    return chosen


def frequencies_of(session: Session) -> Frequencies:
    """As PostgreSQL last counted them (ANALYZE); read every ten minutes per process. Nothing is known as common in a small table."""
    engine = session.get_bind().engine
    kept = _KEPT.get(engine)
    if kept is None or kept[0] < time.monotonic() - _FRESH:
        words, shares, number = session.execute(_STATISTICS).one()
        known = dict(zip(words or (), shares or (), strict=False))  # the last two shares are the least and the greatest
        kept = (time.monotonic(), Frequencies(known, min(known.values(), default=0.0), float(number)))
        _KEPT[engine] = kept
    return kept[1]


_KEPT: WeakKeyDictionary[Engine, tuple[float, Frequencies]] = WeakKeyDictionary()
