"""Reading translations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_intake.working_texts.model import Translation


def translations_of(session: Session, complaint: str) -> Sequence[Translation]:
    """The complaint's translations, the newest, which counts, first."""
    return session.scalars(select(Translation).where(Translation.complaint_number == complaint).order_by(Translation.id.desc())).all()
