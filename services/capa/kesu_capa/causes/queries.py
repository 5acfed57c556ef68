"""Reading the causes of a report."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.causes.model import Cause
from kesu_common.errors import NotFound
from kesu_common.i18n import N_


def causes_of(session: Session, capa: Capa) -> Sequence[Cause]:
    """The report's causes in the order in which they were written down."""
    return session.scalars(select(Cause).where(Cause.capa_id == capa.id).order_by(Cause.line)).all()


def roots_of(session: Session, capa: Capa, kind: str | None = None) -> list[Cause]:
    """The verified root causes, of one kind or of both."""
    return [cause for cause in causes_of(session, capa) if cause.is_root and kind in (None, cause.kind)]


def cause_of(session: Session, capa: Capa, line: int, field: str = "cause") -> Cause:
    """The cause with that line. Raises `NotFound`, naming `field`."""
    found = next((cause for cause in causes_of(session, capa) if cause.line == line), None)
    if found is None:
        raise NotFound(N_("There is no cause %(line)s."), line=line, field=field)
    return found
