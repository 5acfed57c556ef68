"""Writing the copies; a fact older than what is known changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa.copies.model import KnownVerdict
from kesu_common.database.copies import keep


def learn_verdict(session: Session, complaint: str, sequence: int, verdict: Mapping[str, Any]) -> None:
    """Keep judgement, defect and responsible department of a complaint's verdict."""
    known = {name: verdict[name] for name in ("verdict", "defect_code", "defect_zh", "defect_en", "responsible_department")}
    keep(session, KnownVerdict, {"complaint": complaint}, known, sequence)
