"""The history of a return for people: facts in words, newest first (clause 6-d)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.journal.feed import history
from kesu_common.web.translations import say
from kesu_returns.words import FACTS

_TELLING = ("reason", "handling", "matched_to", "code", "waybill")
"""Fields of a fact that say most in one line."""


def timeline_of(session: Session, subject: str) -> list[dict[str, Any]]:
    """Entries for `ui.timeline`."""
    return [_entry(fact) for fact in reversed(history(session, subject)) if _topic(fact) in FACTS]


def _topic(fact: Mapping[str, Any]) -> str:
    return str(fact["type"]).removeprefix("kesu.").rsplit(".", 1)[0]


def _entry(fact: Mapping[str, Any]) -> dict[str, Any]:
    title, icon = FACTS[_topic(fact)]
    data = fact["data"]
    told = next((say(str(data[name])) for name in _TELLING if data.get(name)), "")
    moved = ", ".join(f"{_plain(move['quantity'])}: {move['from_place']} → {move['to_place']}" for move in data.get("moves", ()))
    counted = ", ".join(f"#{line['line']}: {_plain(line.get('received', line.get('quantity', 0)))}" for line in data.get("lines", ()))
    text = " · ".join(part for part in (told, moved or counted) if part)
    return {
        "at": fact["time"],
        "title": say(title),
        "actor": fact["actor"].get("name") or fact["actor"].get("id"),
        "icon": icon,
        "text": text[:300],
    }


def _plain(number: Any) -> str:
    return f"{Decimal(str(number)).normalize():f}"
