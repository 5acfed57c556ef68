"""What API and forms take and give of questionnaires."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_survey.permissions import DEPARTMENTS
from kesu_survey.questionnaires.model import FORMS, QUESTIONNAIRE_STATES

MOST_OPTIONS = 20
CODE = validate.Regexp(r"[a-z][a-z0-9_]*\Z", error=N_("Use small letters, digits and underscores."))


class QuestionnaireListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(validate=one_of(*QUESTIONNAIRE_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    code = fields.String(validate=validate.Length(max=48))


class OptionIn(StrictSchema):
    """One of the options of a choice; without a code it gets the next letter."""

    code = Words(32, load_default=None, allow_none=True, validate=CODE)
    text_zh = Words(200, required=True)
    text_en = Words(200, required=True)


class ItemIn(StrictSchema):
    """One question."""

    code = Words(32, required=True, validate=CODE)
    text_zh = Words(500, required=True)
    text_en = Words(500, required=True)
    scale = fields.String(load_default="1-5", validate=one_of(*FORMS))
    required = fields.Boolean(load_default=False)
    no_opinion = fields.Boolean(load_default=True, allow_none=True, metadata={"description": "whether “no opinion” is offered"})
    options = fields.List(fields.Nested(OptionIn), load_default=list, validate=validate.Length(max=MOST_OPTIONS))
    department = fields.String(required=True, validate=one_of(*DEPARTMENTS))
    weight = fields.Decimal(load_default=1, places=3, as_string=True, validate=validate.Range(0, 1000))
    target = fields.Decimal(load_default=None, allow_none=True, places=2, as_string=True, validate=validate.Range(0, 10))


class QuestionnaireChange(StrictSchema):
    """What may change in a draft; `items` are given all at once."""

    title_zh = Words(200)
    title_en = Words(200)
    intro_zh = Words(2000, allow_none=True)
    intro_en = Words(2000, allow_none=True)
    items = fields.List(fields.Nested(ItemIn), validate=validate.Length(1, 60))


class QuestionnaireIn(QuestionnaireChange):
    """A new questionnaire."""

    site = Words(16, required=True)
    title_zh = Words(200, required=True)
    title_en = Words(200, required=True)
    items = fields.List(fields.Nested(ItemIn), required=True, validate=validate.Length(1, 60))


class MoveIn(StrictSchema):
    """Which item goes one place up or down."""

    item = Words(32, required=True)
    direction = fields.String(required=True, validate=one_of("up", "down"))


class OptionOut(Schema):
    """One option."""

    code = fields.String()
    text_zh = fields.String()
    text_en = fields.String()


class QuestionOut(Schema):
    """One question as the customer sees it."""

    code = fields.String()
    text_zh = fields.String()
    text_en = fields.String()
    scale = fields.String()
    required = fields.Boolean()
    no_opinion = fields.Boolean()
    options = fields.List(fields.Nested(OptionOut))


class ItemOut(QuestionOut):
    """… with what it is to us."""

    department = fields.String()
    weight = fields.Decimal(as_string=True)
    target = fields.Decimal(as_string=True, allow_none=True)


class QuestionnaireOut(Schema):
    """A version as it stands."""

    number = fields.String()
    code = fields.String()
    edition = fields.Integer()
    site = fields.String()
    state = fields.String()
    version = fields.Integer()
    title_zh = fields.String()
    title_en = fields.String()
    intro_zh = fields.String(allow_none=True)
    intro_en = fields.String(allow_none=True)
    items = fields.List(fields.Nested(ItemOut))
    created_by = fields.String()
    created_at = fields.AwareDateTime()
