"""Writing the copies. A fact older than what is known (delivered late or again) changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kesu_common.database.copies import keep
from kesu_common.database.many import insert_many
from kesu_quality.copies.model import ComplaintFile, KnownComplaint

_FIELDS = ("customer_code", "customer_name", "product", "lot", "serial", "severity", "state")


def learn_complaint(session: Session, complaint: Mapping[str, Any], site: str, sequence: int) -> bool:
    """Keep what intake says of a complaint; says whether it was news."""
    values = {"site": site, **{name: complaint.get(name) for name in _FIELDS}}
    return keep(session, KnownComplaint, {"number": complaint["number"]}, values, sequence)


def learn_file(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """Keep that a file lies with a complaint, once."""
    row = {name: told[name] for name in ("kind", "filename", "media_type", "size")}
    insert_many(session, ComplaintFile, [{"id": told["attachment"], "complaint": told["number"], "attached_at": at, **row}])
