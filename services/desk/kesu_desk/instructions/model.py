"""An instruction and what came of it."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database import Aggregate
from kesu_common.i18n import N_
from kesu_common.people.roles import DEPARTMENTS
from kesu_common.states import StateTable
from kesu_common.tasks import DueRule, TaskKind
from kesu_desk.database import Base

INSTRUCTION_STATES = StateTable("instruction", {("given", "answer"): "carried_out"})

FOLLOW_INSTRUCTION = TaskKind(
    name="instruction.follow",
    title=N_("Instruction of the general manager on %(case)s: %(text)s"),
    roles=(*DEPARTMENTS, "lead"),
    due=DueRule(days=1),
    page="/cases/{case}",
)


class Instruction(Aggregate, Base):
    """What the general manager wants a department to do about a case (批示)."""

    __tablename__ = "instruction"

    case_number: Mapped[str] = mapped_column(String(64), index=True)
    department: Mapped[str] = mapped_column(String(32))
    text: Mapped[str]
    given_by: Mapped[str] = mapped_column(String(100))
    answer: Mapped[str | None]
    answered_by: Mapped[str | None] = mapped_column(String(100))
