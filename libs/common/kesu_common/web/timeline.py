"""The history of a record for people: its facts in words, newest first (clause 6-d)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.journal.feed import history
from kesu_common.numbers import plain
from kesu_common.web.pages import SERVICES
from kesu_common.web.translations import label, say

_TELLING = ("reason", "answer", "terms", "words", "summary", "result", "filename", "description")
"""Fields of a fact that say most in one line, the first that is there."""
_CODES = frozenset({"result", "handling", "verdict", "severity"})
"""Those that may be codes of the program: shown in words."""


def telling(data: Mapping[str, Any], names: Sequence[str] = _TELLING) -> str:
    """The first of these fields of a fact that says anything; codes in words."""
    name = next((name for name in names if data.get(name)), None)
    return "" if name is None else label(data[name]) if name in _CODES else say(str(data[name]))


def quantity(number: object) -> str:
    """A quantity of a fact (`"10.000"`) as people write it."""
    return plain(Decimal(str(number)))


def timeline_of(
    session: Session, subject: str, words: Mapping[str, tuple[str, str]], tell: Callable[[Mapping[str, Any]], str] = telling
) -> list[dict[str, Any]]:
    """Entries for `ui.timeline` and, with the `state` after each, for `ui.steps`.

    `words`: `<thing>.<fact>` → (message id, icon); facts without words are left out. `tell` puts a fact's data into one line.
    """
    return [_entry(fact, *words[topic], tell) for fact in reversed(history(session, subject)) if (topic := _topic(fact)) in words]


def by_whom(actor: Mapping[str, Any]) -> str:
    """By whose hand: a person's (a deputy's, and for whom) or device's name, or the words for a service that did it by itself.

    `actor`: kind, id, name, and `for` whom (names, or the journal's list).
    """
    name, service = str(actor.get("name") or actor.get("id") or ""), actor.get("id")
    if actor.get("kind") == "service" and service in SERVICES and name == service:
        return say(N_("%(service)s, by itself"), {"service": say(SERVICES[service][0])})
    told = actor.get("for") or ()
    others = told if isinstance(told, str) else ", ".join(str(one["name"]) for one in told)
    return say(N_("%(name)s, for %(others)s"), {"name": name, "others": others}) if others else name


def _topic(fact: Mapping[str, Any]) -> str:
    return str(fact["type"]).removeprefix("kesu.").rsplit(".", 1)[0]


def _entry(fact: Mapping[str, Any], title: str, icon: str, tell: Callable[[Mapping[str, Any]], str]) -> dict[str, Any]:
    return {
        "at": fact["time"],
        "title": say(title),
        "actor": by_whom(fact["actor"]),
        "icon": icon,
        "text": tell(fact["data"])[:300],
        "state": fact["data"].get("state") or fact["changes"].get("state", (None, None))[1],
    }
