"""Reading verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_quality.verdicts.model import Verdict


def verdicts_of(session: Session, case: str) -> Sequence[Verdict]:
    """The case's verdicts, oldest first; the last one holds unless the case is being tested again."""
    return session.scalars(select(Verdict).where(Verdict.case_number == case).order_by(Verdict.number)).all()
