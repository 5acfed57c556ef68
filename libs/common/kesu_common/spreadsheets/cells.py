"""What a cell may hold: values that a spreadsheet shows as they are, and texts that no spreadsheet takes for a formula."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

CellValue = str | int | float | date | datetime
"""What is written: a text, a number of at most 15 digits, a day, or a clock time without zone."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_EXACT: Final = 10**15


def cell_value(value: object, zone: ZoneInfo) -> CellValue:
    """The value as a cell: instants on the zone's clocks, numbers that a spreadsheet would cut as text, everything else in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, date):
        return value
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else str(value)
    return str(value)


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would compute it (CSV has no other way to say "text")."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS) else text
