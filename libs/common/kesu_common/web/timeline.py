"""The history of a record for people: its facts in words, newest first (clause 6-d)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.journal.feed import history
from kesu_common.web.translations import say

_TELLING = ("reason", "answer", "terms", "words", "summary", "result", "filename", "description")
"""Fields of a fact that say most in one line, the first that is there."""


def timeline_of(session: Session, subject: str, words: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Entries for `ui.timeline`. `words`: `<thing>.<fact>` → (message id, icon); facts without words are left out."""
    return [_entry(fact, *words[topic]) for fact in reversed(history(session, subject)) if (topic := _topic(fact)) in words]


def _topic(fact: Mapping[str, Any]) -> str:
    return str(fact["type"]).removeprefix("kesu.").rsplit(".", 1)[0]


def _entry(fact: Mapping[str, Any], title: str, icon: str) -> dict[str, Any]:
    actor = fact["actor"].get("name") or fact["actor"].get("id")
    text = next((str(fact["data"][name]) for name in _TELLING if fact["data"].get(name)), "")
    return {"at": fact["time"], "title": say(title), "actor": actor, "icon": icon, "text": text[:300]}
