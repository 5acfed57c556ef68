"""Does the translation say the same numbers, units and codes as the original? A slip there costs more than bad style.

Numbers are compared by value (1,200 = 1200 = 1.2 thousand-separated or full-width; 10万 = 100,000), units by their meaning (mm = 毫米),
codes (letters with digits: lots, models, part numbers) letter by letter without regard to case.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kesu_common.i18n import N_

UNITS: Mapping[str, tuple[str, ...]] = {
    "mm": ("mm", "millimeters", "millimetres", "毫米"),
    "cm": ("cm", "centimeters", "centimetres", "厘米"),
    "m": ("m", "meters", "metres", "米"),
    "km": ("km", "kilometers", "kilometres", "公里", "千米"),
    "in": ("inch", "inches", "英寸"),
    "mile": ("mile", "miles", "英里"),
    "mph": ("mph", "英里每小时", "英里/小时"),
    "g": ("g", "grams", "克"),
    "kg": ("kg", "kgs", "公斤", "千克"),
    "t": ("tons", "tonnes", "吨"),
    "ml": ("ml", "毫升"),
    "l": ("l", "liter", "liters", "litres", "升"),
    "degC": ("°c", "℃", "摄氏度"),
    "degF": ("°f", "℉", "华氏度"),
    "percent": ("%", "percent", "％"),
    "V": ("v", "volts", "伏", "伏特"),
    "A": ("amps", "amperes", "安", "安培"),
    "W": ("w", "watts", "瓦"),
    "kW": ("kw", "千瓦"),
    "Hz": ("hz", "赫兹"),
    "bar": ("bar", "巴"),
    "MPa": ("mpa", "兆帕"),
    "Nm": ("nm", "n·m", "牛米"),
}
"""Meaning → its spellings in both languages, lower case."""

_MEANING = {spelling: unit for unit, spellings in UNITS.items() for spelling in spellings}
_LONGEST_FIRST = sorted(_MEANING, key=len, reverse=True)
_SPELLINGS = "|".join(re.escape(s) + (r"(?![a-z0-9])" if s.isascii() and s.isalpha() else "") for s in _LONGEST_FIRST)
_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_MONTHS = {m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)}
_MONTH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?=\.?,?\s*\d)|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_CODE = re.compile(r"(?<![a-z0-9])(?=[a-z0-9./_-]*[a-z])(?=[a-z0-9./_-]*\d)[a-z0-9]+(?:[./_-][a-z0-9]+)*")
_NUMBER = re.compile(rf"(?<![\d.])(\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(\.\d+)?\s*(万|亿)?\s*({_SPELLINGS})?(?:st|nd|rd|th)?")
_ATTACHED = re.compile(rf"\d+(?:\.\d+)?(?:{_SPELLINGS}|st|nd|rd|th)")


@dataclass
class Said:
    """What stands in a text: codes, numbers and, where a known one follows, their units."""

    codes: Counter[str] = field(default_factory=Counter)
    numbers: Counter[Decimal] = field(default_factory=Counter)
    units: dict[Decimal, set[str]] = field(default_factory=dict)


def read(text: str) -> Said:
    """The codes, numbers and units of `text` (Chinese or English)."""
    said = Said()
    plain = unicodedata.normalize("NFKC", text).lower()
    for match in list(_CODE.finditer(plain)):
        if _ATTACHED.fullmatch(match.group()):
            continue
        said.codes[match.group()] += 1
        plain = plain[: match.start()] + " " * len(match.group()) + plain[match.end() :]
    plain = _MONTH.sub(lambda m: f" {_MONTHS[m.group(1)[:3]]} ", plain)
    for match in _NUMBER.finditer(plain):
        value = Decimal(match[1].replace(",", "") + (match[2] or "")) * _MULTIPLES.get(match[3] or "", Decimal(1))
        value = value.normalize()
        said.numbers[value] += 1
        if match[4]:
            said.units.setdefault(value, set()).add(_MEANING[match[4]])
    return said


def differences(original: str, translation: str, must_stand: Iterable[str | None] = ()) -> list[dict[str, Any]]:
    """What stands in one text only: [{kind: missing|added, what: code|number|unit, message, params}]; empty when all agrees.

    `must_stand` are the complaint's own product, lot and serial: where the original names one, the translation must, too.
    """
    source, target = read(original), read(translation)
    missing, added = N_("“%(what)s” is missing in the translation"), N_("“%(what)s” stands only in the translation")
    found = [_difference("missing", "code", missing, code.upper()) for code in source.codes - target.codes]
    found += [_difference("added", "code", added, code.upper()) for code in target.codes - source.codes]
    found += [_difference("missing", "number", missing, f"{number:f}") for number in source.numbers - target.numbers]
    found += [_difference("added", "number", added, f"{number:f}") for number in target.numbers - source.numbers]
    for number, units in source.units.items():
        if number in target.numbers and not units & target.units.get(number, set()):
            found.append(_difference("missing", "unit", N_("The unit of “%(what)s” differs"), f"{number:f} {', '.join(sorted(units))}"))
    named = {d["params"]["what"].lower() for d in found}
    lost = (t for t in must_stand if t and t.lower() in original.lower() and t.lower() not in translation.lower())
    found += [_difference("missing", "term", missing, term) for term in lost if term.lower() not in named]
    return found


def _difference(kind: str, what: str, message: str, value: str) -> dict[str, Any]:
    return {"kind": kind, "what": what, "message": message, "params": {"what": value}}
