"""Reading defect codes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_quality.defects.model import Defect


def defects(session: Session) -> Sequence[Defect]:
    """The whole tree, groups before their codes."""
    return session.scalars(select(Defect).order_by(Defect.code)).all()


def defect_of(session: Session, code: str | None) -> Defect | None:
    """The defect with that code, `None` for none. Raises `Invalid` (field `defect_code`) for one that is not in the tree."""
    if code is None:
        return None
    found = session.get(Defect, code)
    if found is None:
        raise Invalid(N_("There is no defect code “%(code)s”."), field="defect_code", code=code)
    return found


def usable_defect(session: Session, code: str | None) -> Defect | None:
    """The defect with that code for a new judgement. Raises `Invalid` (field `defect_code`) for groups and for codes out of use, too."""
    found = defect_of(session, code)
    if found is not None and (found.parent is None or not found.active):
        raise Invalid(N_("“%(code)s” is a group, or out of use. Choose a code below it."), field="defect_code", code=code)
    return found
