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
    anonymous = fields.Boolean(load_default=False, metadata={"description": "answers are kept without the customer"})
    min_group = fields.Integer(
        load_default=5, validate=validate.Range(3, 100), metadata={"description": "no figure of fewer anonymous forms"}
    )
    double_key = fields.Boolean(load_default=True, metadata={"description": "paper forms are typed in by two people"})
    reminders = fields.Integer(load_default=2, validate=validate.Range(0, 10))
    reminder_days = fields.Integer(load_default=5, validate=validate.Range(1, 60), metadata={"description": "working days between mails"})


class CampaignIn(StartIn):
    """… from the plan with this number."""

    plan = Words(64, required=True)


class CloseIn(StrictSchema):
    """Closing; `despite` is needed when nobody has answered."""

    despite = Words(1000, load_default=None, allow_none=True)


class AnalyseIn(StrictSchema):
    """Summing up."""

    conclusions = Words(20000, required=True)


class AddressesIn(StrictSchema):
    """Addresses of many customers: a line each, `customer code, address, person`, as copied from a spreadsheet."""

    lines = Words(200_000, required=True)


class CampaignOut(RecordOut):
    """A campaign as it stands."""

    plan = fields.String()
    year = fields.Integer()
    questionnaire = fields.String()
    sample_rule = fields.List(fields.Dict())
    targets = fields.Dict()
    ends_on = fields.Date()
    anonymous = fields.Boolean()
    min_group = fields.Integer()
    double_key = fields.Boolean()
    reminders = fields.Integer()
    reminder_days = fields.Integer()
    reminders_stopped = fields.Boolean()
    started_by = fields.String()
    created_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    conclusions = fields.String(allow_none=True)
    analysed_by = fields.String(allow_none=True)


class ResponseOut(Schema):
    """How far the customers of a tier have come; `tier` null: of all tiers."""

    tier = fields.String(allow_none=True)
    asked = fields.Integer()
    sent = fields.Integer()
    opened = fields.Integer()
    answered = fields.Integer()
    checked = fields.Integer(metadata={"description": "paper forms that somebody has to type in once more, or to settle"})
    declined = fields.Integer()
    bounced = fields.Integer()
    waiting = fields.Integer()


class SampledOut(Schema):
    """One customer of the draw."""

    customer_code = fields.String()
    customer_name = fields.String()
    tier = fields.String()
    asked = fields.Boolean()
    why = fields.String()
    reason = fields.String(allow_none=True)
