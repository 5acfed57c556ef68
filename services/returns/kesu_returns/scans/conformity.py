"""Whether the code reader agrees with a table of GS1 strings, as standard bodies and readers publish them.

Used over a small extract in the tests, and over a whole file by `make evaluate`. `EXCEPTIONS` are the strings that this reader takes
differently on purpose; everything else must agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kesu_returns.scans.codes import Code, read_code

Row = Mapping[str, str]
"""`input`, `valid` (Y or N), `expected` (the reading, in any of the notations with or without separators; empty: none is given)."""

EXCEPTIONS = (
    ("a coupon's content is not checked: coupons are not on goods", re.compile(r"\(811[02]\)\d.*")),
    ("elements without their companions are taken: a lot alone finds the goods", re.compile(r".*\(02\).*|\(21\).*|.*\(3925\).*")),
    ("currency numbers are not checked: no price is read off a label", re.compile(r"\(391\d\).*")),
    ("identifiers that nobody assigned are refused, although a reader may let them pass", re.compile(r".*\(89\).*|.*[?&]89=.*")),
    ("names instead of numbers in a Digital Link are refused, although a reader may let them pass", re.compile(r".*/gtin/.*")),
    ("a GTIN with fewer than 14 digits is taken in a Digital Link's path only", re.compile(r".*[/?]01[/=](2112345678900|416000336108)")),
    ("an empty symbol says nothing", re.compile(r"\]Q1")),
)
"""Why, and which strings."""

_CONTROLS = {"{GS}": "\x1d", "{TAB}": "\t", "{LF}": "\n"}
_NOTATION = re.compile(r"\{GS\}|[\^()\x1d\\]")


def sent(written: str) -> str:
    """What a scanner sends, for a string as tables write it."""
    for name, control in _CONTROLS.items():
        written = written.replace(name, control)
    return written


def agrees(row: Row) -> bool:
    """Whether the reader takes the string as the row says: reads what is valid as expected; takes nothing invalid for GS1.

    What is invalid as GS1 and does not claim to be GS1 may be read as plain text: it finds nothing and becomes work.
    """
    code = read_code(sent(row["input"]))
    if row["valid"] != "Y":
        return code.kind == "plain" or (code.kind == "unreadable" and code.problem is not None)
    expected = row["expected"]
    if expected.startswith("GS1_") or expected.lower().startswith("http") or not expected:
        return code.kind not in ("plain", "unreadable")
    return _flat(_reading(code)) == _flat(expected.partition("|")[0])


def exception_of(row: Row) -> str | None:
    """Why this string is taken differently on purpose; `None` for what agrees, and for what should."""
    return None if agrees(row) else next((why for why, strings in EXCEPTIONS if strings.fullmatch(row["input"])), None)


def _reading(code: Code) -> str:
    return "".join(ai + value for ai, value in code.elements) or code.text


def _flat(reading: str) -> str:
    return _NOTATION.sub("", reading)
