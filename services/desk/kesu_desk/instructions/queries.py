"""Reading instructions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_desk.instructions.model import Instruction
from kesu_desk.permissions import READ


def instructions_on(session: Session, case: str) -> Sequence[Instruction]:
    """The instructions on a case, the latest first."""
    return session.scalars(select(Instruction).where(Instruction.case_number == case).order_by(Instruction.created_at.desc())).all()


def instruction_numbered(session: Session, actor: Actor, number: str) -> Instruction:
    """The instruction with this number. Raises `NotFound` when there is none at a site that the actor may see."""
    found = session.scalar(scoped(select(Instruction).where(Instruction.number == number), actor, READ, Instruction.site))
    if found is None:
        raise NotFound(N_("There is no instruction %(number)s."), number=number)
    return found
