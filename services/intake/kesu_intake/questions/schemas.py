"""Questions going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.questions.model import ASKED


class AskOneIn(StrictSchema):
    """One department's question."""

    department = fields.String(required=True, validate=one_of(*ASKED))
    question = Words(5000, required=True)
    due_at = fields.AwareDateTime(allow_none=True, metadata={"description": "after the site's working time for answers, when not given"})


class AskAboutContactIn(StrictSchema):
    """Whom to ask what about a contact."""

    departments = fields.List(fields.Nested(AskOneIn), required=True, validate=validate.Length(min=1, max=len(ASKED)))


class AnswerQuestionIn(StrictSchema):
    """A department's answer."""

    answer = Words(10_000, required=True)
    department = fields.String(
        allow_none=True, validate=one_of(*ASKED), metadata={"description": "for people who hold several of the roles that were asked"}
    )


class QuestionOut(Schema):
    """A question and its answer."""

    department = fields.String()
    state = fields.String()
    question = fields.String()
    due_at = fields.AwareDateTime()
    asked_by = fields.String()
    asked_at = fields.AwareDateTime()
    answer = fields.String(allow_none=True)
    answered_by = fields.String(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)
