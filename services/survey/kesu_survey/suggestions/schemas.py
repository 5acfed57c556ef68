"""What API and forms take and give of suggestions."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_survey.permissions import DEPARTMENTS
from kesu_survey.suggestions.model import OUTCOMES, PASSED_STATES


class PassedListArgs(PageArgs):
    """Filters of the list."""

    campaign = fields.String(validate=validate.Length(max=64))
    state = fields.String(validate=one_of(*PASSED_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    department = fields.String(validate=one_of(*DEPARTMENTS))


class CodeIn(StrictSchema):
    """A code of a site's list; one language is enough."""

    code = Words(32, required=True)
    section = Words(200, load_default=None, allow_none=True)
    text_zh = Words(500, load_default=None, allow_none=True)
    text_en = Words(500, load_default=None, allow_none=True)
    department = fields.String(load_default=None, allow_none=True, validate=one_of(*DEPARTMENTS))
    item = Words(32, load_default=None, allow_none=True)


class CodeOut(Schema):
    """A code of the list."""

    site = fields.String()
    code = fields.String()
    section = fields.String()
    text_zh = fields.String()
    text_en = fields.String()
    department = fields.String(allow_none=True)
    item = fields.String(allow_none=True)


class TextIn(StrictSchema):
    """A text of a form."""

    form = fields.UUID(required=True)
    item = Words(32, required=True)


class CodingIn(TextIn):
    """… and the codes that it gets; none takes the coding back."""

    codes = fields.List(Words(32), required=True, validate=validate.Length(max=10))


class ProposalOut(Schema):
    """A code that a text may have."""

    code = fields.String(attribute="code.code")
    score = fields.Float()
    because = fields.String(allow_none=True, metadata={"description": "the coded text that speaks for it; none: the code's own words"})


class WaitingOut(Schema):
    """A text that waits to be coded."""

    form = fields.UUID()
    item = fields.String()
    text = fields.String()
    proposals = fields.List(fields.Nested(ProposalOut))


class PointOut(Schema):
    """A code and how frequent it is."""

    code = fields.String()
    text_zh = fields.String(attribute="known.text_zh", allow_none=True)
    text_en = fields.String(attribute="known.text_en", allow_none=True)
    number = fields.Integer()
    respondents = fields.Integer()
    cumulated = fields.Float()


class CodingProgressOut(Schema):
    """How many texts have a code, of how many."""

    coded = fields.Integer()
    texts = fields.Integer()


class SuggestionsOut(CodingProgressOut):
    """… what customers say, summed up, and the first texts that wait."""

    points = fields.List(fields.Nested(PointOut))
    waiting = fields.List(fields.Nested(WaitingOut))


class PassIn(StrictSchema):
    """Passing a point on; by default to the department that the code names."""

    code = Words(32, required=True)
    department = fields.String(load_default=None, allow_none=True, validate=one_of(*DEPARTMENTS))
    note = Words(4000, load_default=None, allow_none=True)


class PassedAnswerIn(StrictSchema):
    """What the department does about it."""

    outcome = fields.String(required=True, validate=one_of(*OUTCOMES))
    answer = Words(4000, required=True)


class PassedOut(RecordOut):
    """A passed suggestion as it stands."""

    campaign = fields.String()
    code = fields.String()
    text_zh = fields.String()
    text_en = fields.String()
    department = fields.String()
    respondents = fields.Integer()
    note = fields.String(allow_none=True)
    passed_by = fields.String()
    outcome = fields.String(allow_none=True)
    answer = fields.String(allow_none=True)
    answered_by = fields.String(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()
