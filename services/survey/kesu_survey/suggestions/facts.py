"""The facts about suggestions, each with its schema and a frozen example."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.events import EventType


class CodeFact(Schema):
    """A code of a site's list of suggestions as it is after the fact."""

    code = fields.String(required=True)
    section = fields.String(required=True)
    text_zh = fields.String(required=True)
    text_en = fields.String(required=True)
    department = fields.String(required=True, allow_none=True)
    item = fields.String(required=True, allow_none=True)


class CodedFact(Schema):
    """A text of a form (`form`: its id) and the codes that it has now; none: the coding was taken back."""

    campaign = fields.String(required=True)
    form = fields.String(required=True)
    item = fields.String(required=True)
    codes = fields.List(fields.String(), required=True)


class PassedFact(Schema):
    """A point to improve that lies with a department: how many of the respondents made it."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    campaign = fields.String(required=True)
    code = fields.String(required=True)
    text_zh = fields.String(required=True)
    text_en = fields.String(required=True)
    department = fields.String(required=True)
    respondents = fields.Integer(required=True)
    note = fields.String(required=True, allow_none=True)


class PassedAnswered(PassedFact):
    """… and what the department does about it (`outcome`: taken_up, done_already, not_taken_up)."""

    outcome = fields.String(required=True)
    answer = fields.String(required=True)
    answered_by = fields.String(required=True)


_CODE = {
    "code": "D1",
    "section": "Delivery",
    "text_zh": "按约定日期交货",
    "text_en": "Deliver on the agreed day",
    "department": "production",
    "item": "delivery",
}
_CODED = {"campaign": "SC-SZ-2026-000001", "form": "0192f0c4-6f3e-7a3e-9f5e-0c8f5a1b2c3d", "item": "suggestions", "codes": ["D1"]}
_PASSED = {
    "number": "SS-SZ-2026-000001",
    "state": "passed",
    "campaign": "SC-SZ-2026-000001",
    "code": "D1",
    "text_zh": "按约定日期交货",
    "text_en": "Deliver on the agreed day",
    "department": "production",
    "respondents": 14,
    "note": None,
}
_ANSWERED = {"outcome": "taken_up", "answer": "A delivery calendar from November on.", "answered_by": "Zhao Qiang"}

CODE_DECLARED = EventType(
    type="kesu.suggestion.code_declared.v1", schema=CodeFact, example=_CODE, summary="A code for suggestions was declared or changed"
)
CODED = EventType(type="kesu.suggestion.coded.v1", schema=CodedFact, example=_CODED, summary="A person gave a customer's text its codes")
UNCODED = EventType(
    type="kesu.suggestion.uncoded.v1", schema=CodedFact, example={**_CODED, "codes": []}, summary="The coding of a text was taken back"
)
PASSED = EventType(
    type="kesu.suggestion.passed.v1", schema=PassedFact, example=_PASSED, summary="A point to improve was passed to a department"
)
ANSWERED = EventType(
    type="kesu.suggestion.answered.v1",
    schema=PassedAnswered,
    example={**_PASSED, "state": "answered", **_ANSWERED},
    summary="A department said what it does about a point to improve",
)
SUGGESTION_EVENTS = (CODE_DECLARED, CODED, UNCODED, PASSED, ANSWERED)
