"""Writing the copies. A fact older than what is known (delivered late or again) changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.database.copies import keep
from kesu_quality.copies.model import KnownComplaint

_FIELDS = ("customer_code", "customer_name", "product", "lot", "serial", "severity", "state")


def learn_complaint(session: Session, complaint: Mapping[str, Any], site: str, sequence: int) -> bool:
    """Keep what intake says of a complaint; says whether it was news."""
    values = {"site": site, **{name: complaint.get(name) for name in _FIELDS}}
    return keep(session, KnownComplaint, {"number": complaint["number"]}, values, sequence)
