"""Sites in and out of the API."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from kesu_common.events import canonical
from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, Words

_UNFIT = re.compile("\\\\u0000|[\ud800-\udfff]")  # as they stand in JSON


class SiteChange(StrictSchema):
    """A site's settings; see `kesu_common.worktime` for the calendar."""

    name_zh = Words(100, required=True)
    name_en = Words(100, required=True)
    timezone = Words(64, load_default="Asia/Shanghai")
    working_language = Words(8, load_default="zh")
    calendar = fields.Dict(keys=fields.String(), load_default=dict)
    targets = fields.Dict(keys=fields.String(validate=validate.Length(1, 64)), load_default=dict)
    severity_rules = fields.Dict(keys=fields.String(), load_default=dict)

    @validates_schema
    def _check_storable(self, data: dict[str, Any], **_more: Any) -> None:
        for name in ("calendar", "targets", "severity_rules"):
            if _UNFIT.search(canonical(data.get(name))):
                raise ValidationError(N_("The text has a character that cannot be stored."), name)


class SiteIn(SiteChange):
    """A new site: its settings and its code."""

    code = Words(8, required=True)


class SiteOut(SiteIn):
    """A site as callers see it."""

    version = fields.Integer()
