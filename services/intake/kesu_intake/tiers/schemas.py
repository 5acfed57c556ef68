"""Rules of tiers going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import StrictSchema

_HOURS = validate.Range(min=0, max=1000, min_inclusive=False)
_DAYS = validate.Range(min=1, max=250)


class TierRuleIn(StrictSchema):
    """What a tier means; a clock that is left out is the site's own target."""

    acknowledge_hours = fields.Float(allow_none=True, load_default=None, validate=_HOURS)
    dispatch_hours = fields.Float(allow_none=True, load_default=None, validate=_HOURS)
    reply_days = fields.Integer(allow_none=True, load_default=None, validate=_DAYS)
    contact_reply_days = fields.Integer(allow_none=True, load_default=None, validate=_DAYS)
    agreement_by_lead = fields.Boolean(load_default=False)
    grade_by_lead = fields.Boolean(load_default=False)
    survey_share = fields.Integer(required=True, validate=validate.Range(0, 100))


class TierRuleOut(Schema):
    """The rules of a tier at a site; `version` 0: nothing was set, the defaults count."""

    site = fields.String()
    tier = fields.String()
    clocks = fields.Dict()
    agreement_by_lead = fields.Boolean()
    grade_by_lead = fields.Boolean()
    survey_share = fields.Integer()
    changed_by = fields.String()
    version = fields.Integer()
