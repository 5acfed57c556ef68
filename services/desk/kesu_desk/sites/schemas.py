"""Sites in and out of the API."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import StrictSchema, Words


class SiteChange(StrictSchema):
    """A site's settings; see `kesu_common.worktime` for the calendar."""

    name_zh = Words(100, required=True)
    name_en = Words(100, required=True)
    timezone = fields.String(load_default="Asia/Shanghai", validate=validate.Length(1, 64))
    working_language = fields.String(load_default="zh", validate=validate.Length(2, 8))
    calendar = fields.Dict(keys=fields.String(), load_default=dict)
    targets = fields.Dict(keys=fields.String(validate=validate.Length(1, 64)), load_default=dict)
    severity_rules = fields.Dict(keys=fields.String(), load_default=dict)


class SiteIn(SiteChange):
    """A new site: its settings and its code."""

    code = fields.String(required=True, validate=validate.Length(2, 8))


class SiteOut(SiteIn):
    """A site as callers see it."""

    version = fields.Integer()
