"""The history of a record for people: facts in words, newest first (clause 6-d)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common.journal.feed import history
from kesu_common.web.translations import label, say
from kesu_intake.words import FACTS

_TELLING = ("reason", "answer", "terms", "words", "filename")
"""Fields of a fact that say most in one line."""


def timeline_of(session: Session, subject: str) -> list[dict[str, Any]]:
    """Entries for `ui.timeline`."""
    return [_entry(fact) for fact in reversed(history(session, subject)) if _topic(fact) in FACTS]


def _topic(fact: dict[str, Any]) -> str:
    return str(fact["type"]).removeprefix("kesu.").rsplit(".", 1)[0]


def _entry(fact: dict[str, Any]) -> dict[str, Any]:
    title, icon = FACTS[_topic(fact)]
    data = fact["data"]
    asked = ", ".join(label(one["department"]) for one in data.get("departments", ()))
    text = asked or next((str(data[name]) for name in _TELLING if data.get(name)), "")
    return {
        "at": fact["time"],
        "title": say(title),
        "actor": fact["actor"].get("name") or fact["actor"].get("id"),
        "icon": icon,
        "text": text[:300],
    }
