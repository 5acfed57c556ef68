"""Quantities and measured values as text: in facts, answers and on pages no digit is lost and none is added."""

from __future__ import annotations

from decimal import Decimal
from typing import overload


@overload
def plain(value: Decimal) -> str: ...


@overload
def plain(value: Decimal | None) -> str | None: ...


def plain(value: Decimal | None) -> str | None:
    """`Decimal("120.000")` → `"120"`; `None` stays."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
