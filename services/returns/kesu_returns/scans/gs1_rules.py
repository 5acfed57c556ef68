"""What GS1 asks of element strings beyond their form: contents of an AI, elements that contradict each other, repeats.

biip takes elements apart and checks dates, character sets and most check digits; these rules are the rest of what a label can get wrong, as
tables (GS1 General Specifications, 3 and 4.13). Two things are deliberately not asked for: that an element stands with its companions (a
label with a lot alone says enough to find the goods), and what a North American coupon (AI 8110, 8112) says, because it is not on goods.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel import Locale

Elements = Sequence[tuple[str, str]]
"""Application identifiers with their values, as on the label."""

CONTENT = {
    "4326": re.compile(r"\d{4}(0[1-9]|[12]\d|3[01])"),
    "7007": re.compile(r"\d{6}(\d{6})?"),
    "7023": re.compile(r"\d{4}.*"),
    "7040": re.compile(r"\d[A-Za-z0-9!\"%&'()*+,\-./:;<=>?]{2}[A-Za-z0-9\-_]"),
    "7252": re.compile(r"[0129]"),
    "7258": re.compile(r"[1-9]/[1-9]"),
    "8001": re.compile(r"(?!0000)\d{4}(?!00000)\d{5}(?!000)\d{3}[019]\d"),
    "8007": re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]+"),
    "8013": re.compile(r".{3,}"),
}
"""AI → what its whole value must look like, where biip's own pattern takes more."""

EXCLUDES = (("01", "02"), ("01", "255"), ("02", "03"), ("394", "8111"), ("395", "392"), ("395", "393"))
"""Pairs that contradict each other; three digits of a four-digit AI mean all of the family."""

_MEASURE = re.compile(r"3[1-69]\d\d")
_COUNTRY = ("4307", "4317")
_PIECES = ("8006", "8026")
_SERIALISED = {"253": 13, "255": 13, "8003": 14}
"""Keys that a digital signature (8030) may only stand with when a serial number follows these digits."""


def problem_of(elements: Elements) -> str | None:
    """What is wrong with these elements: `check_digit`, `content` or `contradiction`; `None` when nothing is."""
    if any(ai == "8003" and not _checks(value[1:14]) for ai, value in elements):
        return "check_digit"
    if not all(_fits(ai, value) for ai, value in elements):
        return "content"
    return "contradiction" if _contradict(elements) else None


def _fits(ai: str, value: str) -> bool:
    pattern = CONTENT.get(ai)
    if pattern is not None and pattern.fullmatch(value) is None:
        return False
    if ai in _COUNTRY:
        return value in Locale("en").territories
    if ai in _PIECES:
        piece, total = int(value[-4:-2]), int(value[-2:])
        return 0 < piece <= total
    return True


def _contradict(elements: Elements) -> bool:
    values: dict[str, str] = {}
    for ai, value in elements:
        family = ai[:3] if _MEASURE.fullmatch(ai) else ai
        if values.setdefault(family, f"{ai}{value}") != f"{ai}{value}":
            return True
    unsigned = "8030" in values and any(len(values[ai]) - len(ai) <= most for ai, most in _SERIALISED.items() if ai in values)
    return unsigned or any(one in values and other in values for one, other in EXCLUDES)


def _checks(digits: str) -> bool:
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0
