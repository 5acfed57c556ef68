"""The forms on the case file with which instructions are given and answered."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from kesu_common.errors import KesuError
from kesu_common.i18n import N_
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormInvalid, FormState, load_form
from kesu_common.web.pages import see_other
from kesu_common.web.problems import status_of
from kesu_common.web.translations import say
from kesu_desk.cases.pages import case_page
from kesu_desk.cases.queries import case_numbered
from kesu_desk.instructions.commands import answer_instruction, give_instruction
from kesu_desk.instructions.queries import instruction_numbered
from kesu_desk.instructions.schemas import AnswerIn, InstructionIn
from kesu_desk.permissions import ANSWER_INSTRUCTION, INSTRUCT

blueprint = Blueprint("instructions", __name__)


@blueprint.post("/cases/<number>/instructions")
@allow(INSTRUCT)
def give(number: str) -> Response:
    """Leave an instruction on the case."""
    try:
        case = case_numbered(current_session(), current_actor(), number)
        given = give_instruction(current_session(), current_actor(), case, **load_form(InstructionIn(), request))
    except (FormInvalid, KesuError) as error:
        return case_page(number, FormState.refused(request, error), status_of(error))
    flash(say(N_("%(number)s is given; the department has a task."), {"number": given.number}), "good")
    return see_other(url_for("cases.show", number=number))


@blueprint.post("/instructions/<number>/answer")
@allow(ANSWER_INSTRUCTION)
def answer(number: str) -> Response:
    """Report what was done."""
    found = instruction_numbered(current_session(), current_actor(), number)
    try:
        answer_instruction(current_session(), current_actor(), found, **load_form(AnswerIn(), request))
    except FormInvalid as error:
        return case_page(found.case_number, FormState.refused(request, error), status_of(error))
    flash(say(N_("Reported to the general manager.")), "good")
    return see_other(url_for("cases.show", number=found.case_number))
