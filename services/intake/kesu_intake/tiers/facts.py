"""The fact about rules for tiers, with its schema and a frozen example."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.events import EventType


class TierRuleFact(Schema):
    """What a tier means at a site from now on."""

    site = fields.String(required=True)
    tier = fields.String(required=True)
    clocks = fields.Dict(required=True)
    agreement_by_lead = fields.Boolean(required=True)
    grade_by_lead = fields.Boolean(required=True)
    survey_share = fields.Integer(required=True)


TIER_RULE_CHANGED = EventType(
    type="kesu.tierrule.changed.v1",
    schema=TierRuleFact,
    example={
        "site": "SZ",
        "tier": "A",
        "clocks": {"complaint.reply": {"days": 2}},
        "agreement_by_lead": True,
        "grade_by_lead": False,
        "survey_share": 100,
    },
    summary="A site changed what a customer's tier means: clocks, approvals, share in the survey",
)
