"""Instructions in and out of the API."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import StrictSchema, Words
from kesu_desk.instructions.model import FOLLOW_INSTRUCTION


class InstructionIn(StrictSchema):
    """What is to be done, and by whom."""

    department = fields.String(required=True, validate=validate.OneOf(FOLLOW_INSTRUCTION.roles))
    text = Words(2000, required=True)


class NewInstructionIn(InstructionIn):
    """… about which case."""

    case = Words(64, required=True)


class AnswerIn(StrictSchema):
    """What was done."""

    answer = Words(2000, required=True)


class InstructionOut(StrictSchema):
    """An instruction and what came of it."""

    number = fields.String()
    case = fields.String(attribute="case_number")
    state = fields.String()
    department = fields.String()
    text = fields.String()
    given_by = fields.String()
    created_at = fields.AwareDateTime()
    answer = fields.String(allow_none=True)
    answered_by = fields.String(allow_none=True)
    version = fields.Integer()
