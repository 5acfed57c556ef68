"""The history of a corrective action for people (clause 6-d)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa.words import FACTS, VERDICTS
from kesu_common.web import timeline
from kesu_common.web.translations import label

_TELLING = ("reason", "leader", "containment", "verification", "closing", "filename", "validation", "answer", "what")
"""Fields of a fact that say most in one line."""


def timeline_of(session: Session, subject: str) -> list[dict[str, Any]]:
    """Entries for `ui.timeline`: what says most, and which cause."""
    return timeline.timeline_of(session, subject, FACTS, _tell)


def _tell(data: Mapping[str, Any]) -> str:
    if "cause_state" in data:
        return f"{data['cause']} · {data['statement']} · {label(data['what'])}"
    told = timeline.telling(data, _TELLING)
    return label(told) if told in VERDICTS else told
