"""What API and forms take and give of campaigns."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_survey.campaigns.model import CAMPAIGN_STATES


class CampaignListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(validate=one_of(*CAMPAIGN_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    year = fields.Integer(validate=validate.Range(2000, 2100))


class StartIn(StrictSchema):
    """Starting a survey."""

    ends_on = fields.Date(required=True, metadata={"description": "the last day on which links can be answered, at the site"})


class CampaignIn(StartIn):
    """… from the plan with this number."""

    plan = Words(64, required=True)


class CloseIn(StrictSchema):
    """Closing; `despite` is needed when nobody has answered."""

    despite = Words(1000, load_default=None, allow_none=True)


class AnalyseIn(StrictSchema):
    """Summing up."""

    conclusions = Words(20000, required=True)


class CampaignOut(RecordOut):
    """A campaign as it stands."""

    plan = fields.String()
    year = fields.Integer()
    questionnaire = fields.String()
    sample_rule = fields.List(fields.Dict())
    targets = fields.Dict()
    ends_on = fields.Date()
    started_by = fields.String()
    created_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    conclusions = fields.String(allow_none=True)
    analysed_by = fields.String(allow_none=True)


class SampledOut(Schema):
    """One customer of the draw."""

    customer_code = fields.String()
    customer_name = fields.String()
    tier = fields.String()
    asked = fields.Boolean()
    why = fields.String()
    reason = fields.String(allow_none=True)
