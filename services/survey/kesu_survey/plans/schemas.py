"""What API and forms take and give of plans."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_survey.plans.model import PLAN_STATES, TIERS


class PlanListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(validate=one_of(*PLAN_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    year = fields.Integer(validate=validate.Range(2000, 2100))


class TierRule(StrictSchema):
    """How many per cent of a tier's customers are asked."""

    tier = fields.String(required=True, validate=one_of(*TIERS))
    share = fields.Integer(required=True, validate=validate.Range(0, 100))


class Excluded(StrictSchema):
    """A customer who is left out in any case."""

    customer_code = Words(64, required=True)
    reason = Words(500, required=True)


class TargetIn(StrictSchema):
    """The mean that an item should reach, on its own scale."""

    item = Words(32, required=True)
    mean = fields.Decimal(required=True, places=2, as_string=True, validate=validate.Range(0, 10))


class PlanChange(StrictSchema):
    """What may change."""

    year = fields.Integer(validate=validate.Range(2000, 2100))
    quarter = fields.Integer(validate=validate.Range(1, 4))
    quarter_reason = Words(1000, allow_none=True, metadata={"description": "needed outside the third and fourth quarter"})
    purpose = Words(4000, allow_none=True)
    questionnaire = Words(64, allow_none=True, metadata={"description": "a released version; default: the site's default questionnaire"})
    sample_rule = fields.List(fields.Nested(TierRule), validate=validate.Length(1, len(TIERS)))
    excluded = fields.List(fields.Nested(Excluded), validate=validate.Length(max=500))
    targets = fields.List(fields.Nested(TargetIn), validate=validate.Length(max=60))


class PlanIn(PlanChange):
    """A new plan."""

    site = Words(16, required=True)
    year = fields.Integer(required=True, validate=validate.Range(2000, 2100))
    quarter = fields.Integer(required=True, validate=validate.Range(1, 4))


class ReasonIn(StrictSchema):
    """A decision with its reason."""

    reason = Words(4000, required=True)


class PlanOut(RecordOut):
    """A plan as it stands."""

    year = fields.Integer()
    quarter = fields.Integer()
    quarter_reason = fields.String(allow_none=True)
    purpose = fields.String(allow_none=True)
    questionnaire = fields.String()
    sample_rule = fields.List(fields.Dict())
    excluded = fields.List(fields.Dict())
    targets = fields.Dict()
    author = fields.String(attribute="author_name")
    submitted_at = fields.AwareDateTime(allow_none=True)
    approved_by = fields.String(allow_none=True)
    approved_at = fields.AwareDateTime(allow_none=True)
    returned_because = fields.String(allow_none=True)
    campaign = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()
