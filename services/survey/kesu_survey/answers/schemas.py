"""What API and forms take and give of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words
from kesu_survey.measures.schemas import MeasureOut
from kesu_survey.questionnaires.model import NO_OPINION
from kesu_survey.questionnaires.schemas import MOST_OPTIONS, QuestionOut


class Score(fields.Field[Any]):
    """A whole score, or `no_opinion`; the questionnaire's scale is checked by the command."""

    def __init__(self, **more: Any) -> None:
        super().__init__(metadata={"oneOf": [{"type": "integer", "minimum": 0, "maximum": 10}, {"const": NO_OPINION}]}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int | str:
        if value == NO_OPINION:
            return NO_OPINION
        text = str(value).strip()
        if isinstance(value, (bool, float)) or not (text.isascii() and text.isdecimal() and len(text) <= 2):
            raise ValidationError(N_("Give a whole score, or “no_opinion”."))
        return int(text)


class AnswerIn(StrictSchema):
    """The answer to one item."""

    item = Words(32, required=True)
    score = Score(load_default=None, allow_none=True)
    choices = fields.List(Words(32), load_default=list, validate=validate.Length(max=MOST_OPTIONS + 1))
    text = Words(5000, load_default=None, allow_none=True)


class AnswersIn(StrictSchema):
    """What comes over the link; with `keep` it is only kept to go on later."""

    answers = fields.List(fields.Nested(AnswerIn), required=True, validate=validate.Length(max=60))
    respondent = Words(200, load_default=None, allow_none=True)
    keep = fields.Boolean(load_default=False)


class PaperIn(StrictSchema):
    """A paper form."""

    answers = fields.List(fields.Nested(AnswerIn), required=True, validate=validate.Length(max=60))
    respondent = Words(200, load_default=None, allow_none=True)
    received_on = fields.Date(load_default=None, allow_none=True)


class AgainIn(StrictSchema):
    """The same paper form once more, or what it says where two have read it differently."""

    answers = fields.List(fields.Nested(AnswerIn), required=True, validate=validate.Length(max=60))


class AnswerOut(Schema):
    """One answer as it was given."""

    item = fields.String()
    score = fields.Integer(allow_none=True)
    no_opinion = fields.Boolean()
    choices = fields.List(fields.String())
    text = fields.String(allow_none=True)


class KeptOut(Schema):
    """How much of a form is filled in so far."""

    kept = fields.Integer(metadata={"description": "items with an answer"})


class FormOut(Schema):
    """A returned form; one of an anonymous survey names nobody."""

    id = fields.UUID()
    campaign = fields.String()
    invitation = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    tier = fields.String()
    via = fields.String()
    duplicate = fields.Boolean()
    late = fields.Boolean()
    respondent = fields.String(allow_none=True)
    received_at = fields.AwareDateTime()
    answers = fields.List(fields.Nested(AnswerOut))


class AskedOut(Schema):
    """What a customer sees behind the link: the questions, and what was answered or kept so far."""

    state = fields.String(metadata={"description": "of the invitation: completed and keyed_in are answered"})
    expires_at = fields.AwareDateTime()
    customer_name = fields.String()
    title_zh = fields.String()
    title_en = fields.String()
    over = fields.Boolean(metadata={"description": "no answers are taken any more"})
    anonymous = fields.Boolean(metadata={"description": "answers are kept without the customer"})
    measures = fields.List(fields.Nested(MeasureOut), metadata={"description": "what came of the last survey"})
    items = fields.List(fields.Nested(QuestionOut))
    kept = fields.List(fields.Dict())
    answers = fields.List(fields.Nested(AnswerOut))
    duplicate = fields.Boolean(metadata={"description": "what was sent just now is a second form, which is kept and not counted"})
