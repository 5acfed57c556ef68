"""The history of a return for people (clause 6-d)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.web import timeline
from kesu_common.web.timeline import quantity
from kesu_common.web.translations import say
from kesu_returns.places.words import place_name
from kesu_returns.words import FACTS

_TELLING = ("reason", "report", "handling", "matched_to", "code", "waybill", "note")
"""Fields of a fact that say most in one line."""


def timeline_of(session: Session, subject: str) -> list[dict[str, Any]]:
    """Entries for `ui.timeline`: what says most, and which goods."""
    return timeline.timeline_of(session, subject, FACTS, _tell)


def _count(line: Mapping[str, Any]) -> str:
    if "received" not in line:
        return quantity(line.get("quantity", 0))
    told = {"received": quantity(line["received"]), "outstanding": quantity(line.get("outstanding", 0))}
    return say(N_("%(received)s in all, %(outstanding)s still to come"), told)


def _tell(data: Mapping[str, Any]) -> str:
    moved = ", ".join(
        f"{quantity(move['quantity'])}: {place_name(move['from_place'])} → {place_name(move['to_place'])}" for move in data.get("moves", ())
    )
    counted = ", ".join(f"#{line['line']}: {_count(line)}" for line in data.get("lines", ()))
    into = f"→ {data['into']}" if "into" in data else ""
    cost = f"{data['amount']} {data['currency']}" if "currency" in data else ""
    return " · ".join(part for part in (into, timeline.telling(data, _TELLING), cost, moved or counted) if part)
