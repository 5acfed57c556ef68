"""Dispatches going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.dispatches.model import DEPARTMENTS


class AskIn(StrictSchema):
    """One department's question."""

    department = fields.String(required=True, validate=one_of(*DEPARTMENTS))
    question = Words(5000, required=True)
    due_at = fields.AwareDateTime(allow_none=True, metadata={"description": "after the site's working time for answers, when not given"})


class DispatchIn(StrictSchema):
    """Whom to ask what."""

    departments = fields.List(fields.Nested(AskIn), required=True, validate=validate.Length(min=1, max=len(DEPARTMENTS)))


class TakeBackIn(StrictSchema):
    """Which question, and why it needs no answer."""

    department = fields.String(required=True, validate=one_of(*DEPARTMENTS))
    reason = Words(2000, required=True)


class AnswerIn(StrictSchema):
    """A department's answer."""

    answer = Words(10_000, required=True)
    department = fields.String(
        allow_none=True, validate=one_of("rnd", "production"), metadata={"description": "for people who hold both roles"}
    )


class DispatchOut(Schema):
    """A question and its answer."""

    department = fields.String()
    round = fields.Integer()
    state = fields.String()
    question = fields.String()
    due_at = fields.AwareDateTime()
    dispatched_by = fields.String()
    dispatched_at = fields.AwareDateTime()
    answer = fields.String(allow_none=True)
    answered_by = fields.String(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)
