"""The history of a complaint or customer for people (clause 6-d)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.web import timeline
from kesu_common.web.translations import label, say
from kesu_intake.complaints.amending import AMENDED
from kesu_intake.words import FACTS


def timeline_of(session: Session, subject: str) -> list[dict[str, Any]]:
    """Entries for `ui.timeline`: whom one asked, what was changed, or what says most."""
    return timeline.timeline_of(session, subject, FACTS, _tell)


def _tell(data: Mapping[str, Any]) -> str:
    asked = ", ".join(label(one["department"]) for one in data.get("departments", ()))
    changed = ", ".join(f"{say(AMENDED[one['field']])}: {one['before'] or '–'} → {one['after'] or '–'}" for one in data.get("changes", ()))
    return asked or " · ".join(part for part in (changed, timeline.telling(data)) if part)
