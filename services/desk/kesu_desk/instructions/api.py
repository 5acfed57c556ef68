"""Instructions over REST."""

from __future__ import annotations

from typing import Any

from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_desk.cases.queries import case_numbered
from kesu_desk.instructions.commands import answer_instruction, give_instruction
from kesu_desk.instructions.model import Instruction
from kesu_desk.instructions.queries import instruction_numbered
from kesu_desk.instructions.schemas import AnswerIn, InstructionOut, NewInstructionIn
from kesu_desk.permissions import ANSWER_INSTRUCTION, INSTRUCT, READ

api = ApiBlueprint("instructions", __name__, description="Instructions of the general manager on cases")


@api.post("")
@api.arguments(NewInstructionIn)
@api.response(201, InstructionOut)
@allow(INSTRUCT)
def post_instruction(body: dict[str, Any]) -> Instruction:
    """Leave an instruction on a case."""
    case = case_numbered(current_session(), current_actor(), body["case"])
    given = give_instruction(current_session(), current_actor(), case, department=body["department"], text=body["text"])
    send_etag(given)
    return given


@api.get("/<number>")
@api.response(200, InstructionOut)
@allow(READ)
def get_instruction(number: str) -> Instruction:
    """One instruction."""
    found = instruction_numbered(current_session(), current_actor(), number)
    send_etag(found)
    return found


@api.post("/<number>/answer")
@api.arguments(AnswerIn)
@api.response(200, InstructionOut)
@allow(ANSWER_INSTRUCTION)
def post_answer(body: dict[str, Any], number: str) -> Instruction:
    """Report what was done."""
    found = instruction_numbered(current_session(), current_actor(), number)
    check_match(found)
    send_etag(found)
    return answer_instruction(current_session(), current_actor(), found, answer=body["answer"])
