"""Giving an instruction on a case, and reporting what was done."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kesu_common import journal
from kesu_common.database import next_number
from kesu_common.errors import Forbidden, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_desk.cases.model import CaseSummary
from kesu_desk.events import INSTRUCTION_ANSWERED, INSTRUCTION_GIVEN
from kesu_desk.instructions.model import FOLLOW_INSTRUCTION, INSTRUCTION_STATES, Instruction
from kesu_desk.permissions import ANSWER_INSTRUCTION, INSTRUCT


def give_instruction(session: Session, actor: Actor, case: CaseSummary, *, department: str, text: str) -> Instruction:
    """Leave an instruction on a case; the department gets a task. Raises `Forbidden`, `Invalid` for a department that there is not."""
    actor.require(INSTRUCT, case.site)
    if department not in FOLLOW_INSTRUCTION.roles:
        raise Invalid(N_("There is no department “%(department)s”."), field="department", department=department)
    instruction = Instruction(
        number=next_number(session, "IN", case.site),
        site=case.site,
        state=INSTRUCTION_STATES.initial,
        case_number=case.number,
        department=department,
        text=text,
        given_by=actor.name,
    )
    session.add(instruction)
    _record(session, actor, INSTRUCTION_GIVEN, instruction)
    open_task(
        session,
        actor,
        FOLLOW_INSTRUCTION,
        subject=instruction.number,
        site=case.site,
        case=case.number,
        role=department,
        params={"case": case.number, "text": text if len(text) <= 80 else text[:79] + "…"},
    )
    return instruction


def answer_instruction(session: Session, actor: Actor, instruction: Instruction, *, answer: str) -> Instruction:
    """Report what was done. Only the department that was told, or its lead, may; anybody else gets `Forbidden`."""
    actor.require(ANSWER_INSTRUCTION, instruction.site)
    if not (actor.has_role(instruction.department, instruction.site) or actor.has_role("lead", instruction.site)):
        raise Forbidden(N_("This instruction is for %(role)s at site %(site)s."), role=instruction.department, site=instruction.site)
    INSTRUCTION_STATES.apply(instruction, "answer")
    instruction.answer, instruction.answered_by = answer, actor.name
    _record(session, actor, INSTRUCTION_ANSWERED, instruction)
    finish_task(session, actor, FOLLOW_INSTRUCTION, instruction.number, "carried_out")
    return instruction


def _record(session: Session, actor: Actor, event: EventType, instruction: Instruction) -> None:
    fact: dict[str, Any] = {
        "instruction": instruction.number,
        "case": instruction.case_number,
        "department": instruction.department,
        "text": instruction.text,
        "answer": instruction.answer,
    }
    journal.record(session, actor, event, instruction, fact, case=instruction.case_number)
