"""Sampling going in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kesu_common.i18n import N_
from kesu_common.schemas import StrictSchema, one_of
from kesu_common.web.paging import PageArgs
from kesu_quality.sampling.model import SERIES_STATES
from kesu_quality.sampling.tables import LEVELS, MOST, SEVERITIES, aqls, limiting_qualities
from kesu_quality.schemas import RecordOut


class SampleIn(StrictSchema):
    """How a lot is to be sampled: `aql` for a lot of a series, `limiting_quality` for one that stands alone."""

    lot_size = fields.Integer(allow_none=True, validate=validate.Range(2, MOST), metadata={"description": "pieces in the lot"})
    aql = fields.String(allow_none=True, validate=one_of(*aqls()), metadata={"description": "ISO 2859-1, in per cent"})
    level = fields.String(load_default="II", validate=one_of(*LEVELS), metadata={"description": "inspection level"})
    limiting_quality = fields.String(
        allow_none=True, validate=one_of(*limiting_qualities()), metadata={"description": "ISO 2859-2, in per cent, for isolated lots"}
    )

    @validates_schema
    def one_scheme(self, data: Mapping[str, Any], **_more: Any) -> None:
        """A lot is of a series or stands alone."""
        aql, quality = data.get("aql"), data.get("limiting_quality")
        if aql and quality:
            raise ValidationError({"limiting_quality": [N_("Give an AQL or a limiting quality, not both.")]})
        if data.get("lot_size") and not (aql or quality):
            raise ValidationError({"aql": [N_("Give an AQL for a lot of a series, or a limiting quality for one that stands alone.")]})
        if (aql or quality) and not data.get("lot_size"):
            raise ValidationError({"lot_size": [N_("Say how many pieces the lot has.")]})


class PlanArgs(SampleIn):
    """A plan to look up."""

    lot_size = fields.Integer(required=True, validate=validate.Range(2, MOST))
    severity = fields.String(load_default="normal", validate=one_of(*SEVERITIES))


class PlanOut(Schema):
    """A single sampling plan."""

    letter = fields.String(allow_none=True)
    n = fields.Integer()
    ac = fields.Integer()
    re = fields.Integer()
    source = fields.String()


class SampleOut(PlanOut):
    """How a lot was sampled and judged."""

    round = fields.Integer()
    series = fields.String(allow_none=True)
    aql = fields.String(allow_none=True)
    limiting_quality = fields.String(allow_none=True)
    level = fields.String(allow_none=True)
    severity = fields.String(allow_none=True)
    lot_size = fields.Integer()
    inspected = fields.Integer()
    bad = fields.Integer()
    accepted = fields.Boolean(allow_none=True)
    judged_at = fields.AwareDateTime(allow_none=True)


class SeriesOut(RecordOut):
    """A series and where its switching rules stand."""

    product = fields.String()
    aql = fields.String()
    level = fields.String()
    score = fields.Integer()
    rejected = fields.Integer()
    lots = fields.Integer()
    recent = fields.List(fields.Boolean())
    may_be_reduced = fields.Boolean()
    note = fields.String(allow_none=True)


class SeriesArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    site = fields.String(validate=validate.Length(max=16))
    product = fields.String(validate=validate.Length(max=200))
    state = fields.String(validate=one_of(*SERIES_STATES.states))
