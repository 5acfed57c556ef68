"""How severe a complaint is, by the rules of its site, with the reasons (严重程度).

A site's `severity_rules` may overrule any part of `DEFAULT_RULES`:
{"safety": "critical", "quantity": {"major": 100}, "words": {"critical": ["fire", …], "major": ["recall", …]}}
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kesu_common.i18n import N_
from kesu_intake.complaints.model import SEVERITIES

DEFAULT_RULES: Mapping[str, Any] = {
    "safety": "critical",
    "quantity": {"major": 100},
    "words": {
        "critical": [
            "on fire",
            "caught fire",
            "explod",
            "electric shock",
            "injured",
            "起火",
            "着火",
            "冒烟",
            "爆炸",
            "触电",
            "受伤",
            "伤亡",
        ],
        "major": ["line stop", "production stopped", "whole batch", "recall", "停线", "停产", "整批", "批量", "召回"],
    },
}


@dataclass(frozen=True)
class Assessment:
    """A severity and why: [{severity, message, params}], the decisive reason first."""

    severity: str
    why: list[dict[str, Any]]


def assess(rules: Mapping[str, Any], *, text: str, safety: bool, quantity: Decimal | None = None, stated: str | None = None) -> Assessment:
    """The severest of what the rules find and what a person stated: stating can raise it, never lower it."""
    merged = {**DEFAULT_RULES, **{name: value for name, value in rules.items() if name in DEFAULT_RULES}}
    reasons = [_reason("minor", N_("No rule makes it more severe"))]
    if safety and merged["safety"] in SEVERITIES:
        reasons.append(_reason(str(merged["safety"]), N_("People were hurt or in danger")))
    for severity, limit in merged["quantity"].items():
        if quantity is not None and severity in SEVERITIES and quantity >= Decimal(str(limit)):
            reasons.append(
                _reason(severity, N_("Quantity affected %(quantity)s, limit %(limit)s"), quantity=f"{quantity:f}", limit=str(limit))
            )
    for severity, words in merged["words"].items():
        found = _pattern(tuple(words)).search(text) if words and severity in SEVERITIES else None
        if found:
            reasons.append(_reason(severity, N_("The text says “%(word)s”"), word=found.group()))
    if stated is not None:
        reasons.append(_reason(stated, N_("Stated at registration")))
    reasons.sort(key=lambda reason: -rank(reason["severity"]))
    return Assessment(reasons[0]["severity"], reasons if len(reasons) == 1 else [r for r in reasons if rank(r["severity"]) or stated])


def rank(severity: str | None) -> int:
    """0 for minor (or none), 1 for major, 2 for critical."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else 0


def _reason(severity: str, message: str, **params: str) -> dict[str, Any]:
    return {"severity": severity, "message": message, "params": params}


@functools.lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
