"""The facts about past surveys that were taken over, each with its schema and a frozen example."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.events import EventType


class CampaignImportedFact(Schema):
    """A past survey; its answers follow one by one."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    year = fields.Integer(required=True)
    questionnaire = fields.String(required=True)
    survey = fields.String(required=True)


class AnswerImportedFact(Schema):
    """A respondent's form: how many items it answers, and how many of them with a score."""

    campaign = fields.String(required=True)
    respondent = fields.String(required=True)
    scores = fields.Integer(required=True)
    answers = fields.Integer(required=True)


CAMPAIGN_IMPORTED = EventType(
    type="kesu.campaign.imported.v1",
    schema=CampaignImportedFact,
    example={
        "number": "SC-SZ-2018-000001",
        "state": "closed",
        "year": 2018,
        "questionnaire": "SQ-SZ-000001-v1",
        "survey": "Customer survey",
    },
    summary="A past survey was taken over from a file",
)
ANSWER_IMPORTED = EventType(
    type="kesu.answer.imported.v1",
    schema=AnswerImportedFact,
    example={"campaign": "SC-SZ-2018-000001", "respondent": "4711", "scores": 18, "answers": 22},
    summary="A form of a past survey was taken over",
)
PAST_EVENTS = (CAMPAIGN_IMPORTED, ANSWER_IMPORTED)
