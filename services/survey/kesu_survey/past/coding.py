"""What the cells of an imported survey mean (编码说明): scores, and the codes that people used in place of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from marshmallow import ValidationError

from kesu_common.i18n import N_
from kesu_survey.answers.model import INVALID, NOT_ANSWERED, NOT_ASKED
from kesu_survey.questionnaires.model import NO_OPINION, Item

UNDECLARED = N_("“%(value)s” is no score of this item, and not declared as one of: no opinion, not answered, not asked, invalid.")


@dataclass(frozen=True)
class Cell:
    """What one cell means: a score, or why there is none (`no_opinion` or one of `SILENCES`), or words."""

    score: int | None = None
    why: str | None = None
    text: str | None = None


class Coding:
    """The declared codes: {meaning: codes}, each code for all items (`6`) or for one (`nps:11`).

    A value of the item's scale is always a score, so the same code may mean “don't know” beside a scale from 1 to 5 and a score of a
    scale from 0 to 10. A value that is neither is refused, never guessed.
    """

    def __init__(self, declared: Mapping[str, str]) -> None:
        self.empty = declared.get("empty", NOT_ANSWERED)
        self.codes = {key: meaning for meaning in _DECLARABLE for key in _codes(declared.get(meaning, ""))}

    def read(self, item: Item, cell: str) -> Cell:
        """What the cell of an item means. Raises `ValidationError` for what is neither score nor declared."""
        value = cell.strip()
        if not value:
            return Cell(why=self.empty)
        if item.scored is None:
            return Cell(why=meaning) if (meaning := self._meaning(item, value)) else Cell(text=value)
        number = _whole(value)
        if number is not None and number in item.scored.scores:
            return Cell(score=number)
        if meaning := self._meaning(item, value):
            return Cell(why=meaning)
        raise ValidationError(str(UNDECLARED) % {"value": value[:50]})

    def _meaning(self, item: Item, value: str) -> str | None:
        return self.codes.get((item.code, value)) or self.codes.get(("", value))


_DECLARABLE = (NO_OPINION, NOT_ANSWERED, NOT_ASKED, INVALID)


@lru_cache(maxsize=32)
def coding_of(declared: tuple[tuple[str, str], ...]) -> Coding:
    """The coding with these declarations; read once for all rows of a file."""
    return Coding(dict(declared))


def _codes(listed: str) -> Iterator[tuple[str, str]]:
    """`0, Blank, nps:11` → ("", "0"), ("", "Blank"), ("nps", "11")."""
    for one in listed.split(","):
        item, _, code = one.strip().rpartition(":")
        if code.strip():
            yield item.strip(), code.strip()


def _whole(value: str) -> int | None:
    """`4`, and `4.0` as spreadsheets write it."""
    plain = value.removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 3 else None
