"""Writing the copies. A fact older than what is known (delivered late or again) changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kesu_quality.copies.model import KnownComplaint

_FIELDS = ("customer_code", "customer_name", "product", "lot", "serial", "severity", "state")


def learn_complaint(session: Session, complaint: Mapping[str, Any], site: str, sequence: int) -> bool:
    """Keep what intake says of a complaint; says whether it was news."""
    values = {"site": site, "sequence": sequence, **{name: complaint.get(name) for name in _FIELDS}}
    statement = insert(KnownComplaint).values(number=complaint["number"], **values)
    newer = KnownComplaint.sequence < sequence
    kept = session.execute(
        statement.on_conflict_do_update(index_elements=["number"], set_=values, where=newer).returning(KnownComplaint.number)
    )
    return kept.first() is not None
