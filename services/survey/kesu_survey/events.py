"""The facts that survey states, each with its schema and a frozen example. Others build on them: a changed meaning is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType, SchemaClass
from kesu_survey.daily.commands import DAILY_WEIGHED
from kesu_survey.past.facts import PAST_EVENTS
from kesu_survey.suggestions.facts import SUGGESTION_EVENTS


class QuestionnaireFact(Schema):
    """A version of a questionnaire as it is after the fact."""

    number = fields.String(required=True)
    code = fields.String(required=True)
    edition = fields.Integer(required=True)
    state = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    items = fields.List(fields.String(), required=True)


class PlanFact(Schema):
    """A plan as it is after the fact. Targets: {item: mean as text}."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    year = fields.Integer(required=True)
    quarter = fields.Integer(required=True)
    quarter_reason = fields.String(required=True, allow_none=True)
    questionnaire = fields.String(required=True)
    sample_rule = fields.List(fields.Dict(), required=True)
    targets = fields.Dict(required=True)
    author = fields.String(required=True)


class PlanApproved(PlanFact):
    """… and who approved it."""

    approved_by = fields.String(required=True)


class PlanReturned(PlanFact):
    """… and what is missing."""

    reason = fields.String(required=True)


class PlanStarted(PlanFact):
    """… and its campaign."""

    campaign = fields.String(required=True)


class CampaignFact(Schema):
    """A campaign as it is after the fact."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    plan = fields.String(required=True)
    year = fields.Integer(required=True)
    questionnaire = fields.String(required=True)
    targets = fields.Dict(required=True)
    ends_on = fields.Date(required=True)


class CampaignStarted(CampaignFact):
    """… how the sample was drawn, how many customers are asked and how many were left out."""

    sample_rule = fields.List(fields.Dict(), required=True)
    asked = fields.Integer(required=True)
    left_out = fields.Integer(required=True)


class CampaignClosed(CampaignFact):
    """… how many forms count, and the items below their target."""

    answered = fields.Integer(required=True)
    missed = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)


class CampaignAnalysed(CampaignFact):
    """… and what the answers say."""

    summary = fields.String(required=True)


class InvitationFact(Schema):
    """An invitation as it is after the fact."""

    invitation = fields.String(required=True)
    campaign = fields.String(required=True)
    customer_code = fields.String(required=True)
    state = fields.String(required=True)


class InvitationSent(InvitationFact):
    """… how the link went, and how often by now."""

    how = fields.String(required=True)
    times = fields.Integer(required=True)


class InvitationDeclined(InvitationFact):
    """… and why."""

    reason = fields.String(required=True)


class InvitationKept(InvitationFact):
    """… and how many items are filled in so far."""

    items = fields.Integer(required=True)


class AnswerFact(Schema):
    """One answer: a score on the item's scale, or options, or no opinion, or words."""

    item = fields.String(required=True)
    score = fields.Integer(required=True, allow_none=True)
    no_opinion = fields.Boolean(required=True)
    text = fields.String(required=True, allow_none=True)
    choices = fields.List(fields.String(), metadata={"description": "codes of the options chosen"})


class FormFact(Schema):
    """A returned form (`via`: link or paper); a late one is kept and not counted."""

    campaign = fields.String(required=True)
    invitation = fields.String(required=True)
    customer_code = fields.String(required=True)
    tier = fields.String(required=True)
    via = fields.String(required=True)
    late = fields.Boolean(required=True)
    answers = fields.List(fields.Nested(AnswerFact), required=True)


class TargetMissed(Schema):
    """An item whose mean of `n` scores is below its target; mean and target as text, on the item's scale."""

    campaign = fields.String(required=True)
    item = fields.String(required=True)
    item_zh = fields.String(required=True)
    item_en = fields.String(required=True)
    department = fields.String(required=True)
    mean = fields.String(required=True)
    target = fields.String(required=True)
    n = fields.Integer(required=True)


class DissatisfiedItem(Schema):
    """An item and the low score that it got."""

    item = fields.String(required=True)
    item_zh = fields.String(required=True)
    item_en = fields.String(required=True)
    score = fields.Integer(required=True)


class Dissatisfied(Schema):
    """A key customer who is dissatisfied with something."""

    campaign = fields.String(required=True)
    customer_code = fields.String(required=True)
    tier = fields.String(required=True)
    items = fields.List(fields.Nested(DissatisfiedItem), required=True)


def _of(name: str, schema: SchemaClass, example: Mapping[str, Any], summary: str) -> EventType:
    return EventType(type=f"kesu.{name}.v1", schema=schema, example=dict(example), summary=summary)


_QUESTIONNAIRE: dict[str, Any] = {
    "number": "SQ-SZ-DEFAULT-v1",
    "code": "SQ-SZ-DEFAULT",
    "edition": 1,
    "state": "released",
    "title_zh": "客户满意度调查表",
    "title_en": "Customer satisfaction questionnaire",
    "items": ["product_quality", "packaging", "delivery", "service", "price", "suggestions"],
}
_PLAN: dict[str, Any] = {
    "number": "SP-SZ-2026-000001",
    "state": "approved",
    "year": 2026,
    "quarter": 4,
    "quarter_reason": None,
    "questionnaire": "SQ-SZ-DEFAULT-v1",
    "sample_rule": [{"tier": "A", "share": 100}, {"tier": "B", "share": 50}],
    "targets": {"delivery": "4.2"},
    "author": "Li Wei",
}
_CAMPAIGN: dict[str, Any] = {
    "number": "SC-SZ-2026-000001",
    "state": "collecting",
    "plan": "SP-SZ-2026-000001",
    "year": 2026,
    "questionnaire": "SQ-SZ-DEFAULT-v1",
    "targets": {"product_quality": "4", "delivery": "4.2"},
    "ends_on": "2026-12-20",
}
_INVITATION: dict[str, Any] = {
    "invitation": "SC-SZ-2026-000001-0001",
    "campaign": "SC-SZ-2026-000001",
    "customer_code": "C001",
    "state": "sent",
}
_FORM: dict[str, Any] = {
    "campaign": "SC-SZ-2026-000001",
    "invitation": "SC-SZ-2026-000001-0001",
    "customer_code": "C001",
    "tier": "A",
    "via": "link",
    "late": False,
    "answers": [
        {"item": "delivery", "score": 2, "no_opinion": False, "text": None},
        {"item": "price", "score": None, "no_opinion": True, "text": None},
        {"item": "suggestions", "score": None, "no_opinion": False, "text": "Please deliver on the agreed day."},
    ],
}
_DELIVERY = {"item": "delivery", "item_zh": "交货期", "item_en": "Delivery"}

QUESTIONNAIRE_DRAFTED = _of(
    "questionnaire.drafted", QuestionnaireFact, {**_QUESTIONNAIRE, "state": "drafted"}, "A version of a questionnaire was drafted"
)
QUESTIONNAIRE_CHANGED = _of(
    "questionnaire.changed", QuestionnaireFact, {**_QUESTIONNAIRE, "state": "drafted"}, "The draft of a questionnaire was changed"
)
QUESTIONNAIRE_RELEASED = _of("questionnaire.released", QuestionnaireFact, _QUESTIONNAIRE, "A version can be asked, and never changes again")
QUESTIONNAIRE_RETIRED = _of(
    "questionnaire.retired", QuestionnaireFact, {**_QUESTIONNAIRE, "state": "retired"}, "A version is not used for further plans"
)
PLAN_DRAFTED = _of("plan.drafted", PlanFact, {**_PLAN, "state": "drafted"}, "A survey plan was drawn up")
PLAN_CHANGED = _of("plan.changed", PlanFact, {**_PLAN, "state": "drafted"}, "A survey plan was changed")
PLAN_SUBMITTED = _of("plan.submitted", PlanFact, {**_PLAN, "state": "submitted"}, "A survey plan lies before the lead")
PLAN_APPROVED = _of("plan.approved", PlanApproved, {**_PLAN, "approved_by": "Wu Min"}, "A lead approved a survey plan")
PLAN_RETURNED = _of(
    "plan.returned", PlanReturned, {**_PLAN, "state": "returned", "reason": "Ask all B customers."}, "A lead gave a survey plan back"
)
PLAN_STARTED = _of(
    "plan.started", PlanStarted, {**_PLAN, "state": "started", "campaign": "SC-SZ-2026-000001"}, "The survey of a plan has started"
)
CAMPAIGN_STARTED = _of(
    "campaign.started",
    CampaignStarted,
    {**_CAMPAIGN, "sample_rule": _PLAN["sample_rule"], "asked": 42, "left_out": 18},
    "A survey started: the sample is frozen, the invitations are made",
)
CAMPAIGN_CLOSED = _of(
    "campaign.closed",
    CampaignClosed,
    {**_CAMPAIGN, "state": "closed", "answered": 31, "missed": ["delivery"], "reason": None},
    "A survey was closed and judged against its targets",
)
CAMPAIGN_ANALYSED = _of(
    "campaign.analysed",
    CampaignAnalysed,
    {**_CAMPAIGN, "state": "analysed", "summary": "Delivery dates are the point to improve."},
    "A survey was summed up",
)
INVITATION_SENT = _of("invitation.sent", InvitationSent, {**_INVITATION, "how": "email", "times": 1}, "A link went to the customer")
INVITATION_OPENED = _of("invitation.opened", InvitationFact, {**_INVITATION, "state": "opened"}, "The customer looked at the questions")
INVITATION_KEPT = _of("invitation.kept", InvitationKept, {**_INVITATION, "state": "partly", "items": 3}, "The customer filled in a part")
INVITATION_DECLINED = _of(
    "invitation.declined",
    InvitationDeclined,
    {**_INVITATION, "state": "declined", "reason": "No time this year."},
    "The customer does not answer",
)
ANSWER_RECEIVED = _of("answer.received", FormFact, _FORM, "A customer's form came back")
ANSWER_REPEATED = _of("answer.repeated", FormFact, _FORM, "A customer answered once more; kept and not counted")
TARGET_MISSED = _of(
    "target.missed",
    TargetMissed,
    {"campaign": "SC-SZ-2026-000001", **_DELIVERY, "department": "production", "mean": "3.452", "target": "4.2", "n": 31},
    "An item of a survey is below its target: the responsible department has to improve it",
)
CUSTOMER_DISSATISFIED = _of(
    "customer.dissatisfied",
    Dissatisfied,
    {"campaign": "SC-SZ-2026-000001", "customer_code": "C001", "tier": "A", "items": [{**_DELIVERY, "score": 2}]},
    "A key customer is dissatisfied with an item",
)

EVENTS = (
    QUESTIONNAIRE_DRAFTED, QUESTIONNAIRE_CHANGED, QUESTIONNAIRE_RELEASED, QUESTIONNAIRE_RETIRED, PLAN_DRAFTED, PLAN_CHANGED,
    PLAN_SUBMITTED, PLAN_APPROVED, PLAN_RETURNED, PLAN_STARTED, CAMPAIGN_STARTED, CAMPAIGN_CLOSED,
    CAMPAIGN_ANALYSED, INVITATION_SENT, INVITATION_OPENED, INVITATION_KEPT, INVITATION_DECLINED, ANSWER_RECEIVED,
    ANSWER_REPEATED, TARGET_MISSED, CUSTOMER_DISSATISFIED, *PAST_EVENTS, *SUGGESTION_EVENTS, DAILY_WEIGHED,
)  # fmt: skip
