"""What the radar is asked and answers."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.complaints.schemas import MOST_TEXT
from kesu_intake.radar.model import BY, RISE_STATES
from kesu_intake.radar.similar import Similar


class SimilarIn(StrictSchema):
    """What is known of a new complaint so far; nothing is stored."""

    text = Words(MOST_TEXT, allow_none=True)
    customer_code = Words(32, allow_none=True)
    product = Words(200, allow_none=True)
    lot = Words(100, allow_none=True)
    serial = Words(100, allow_none=True)
    external_reference = Words(100, allow_none=True)


class SimilarTyped(SimilarIn):
    """The same out of the complaint form while it is filled in: its other fields do not matter."""

    class Meta:
        unknown = EXCLUDE


class WhyOut(Schema):
    """One reason."""

    message = fields.String()
    params = fields.Dict()


class SimilarComplaintOut(Schema):
    """A complaint that resembles, and why."""

    number = fields.String()
    site = fields.String()
    state = fields.String()
    customer_code = fields.String()
    customer_name = fields.String()
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)
    received_at = fields.AwareDateTime()
    likeness = fields.Float(metadata={"description": "of the texts, 0 to 1"})
    why = fields.List(fields.Nested(WhyOut))

    def get_attribute(self, obj: Similar, attr: str, default: Any) -> Any:
        """What the judgement does not have itself is the complaint's own."""
        return super().get_attribute(obj if hasattr(obj, attr) else obj.complaint, attr, default)


class RiseOut(RecordOut):
    """A rise."""

    product = fields.String()
    by = fields.String()
    value = fields.String()
    name_zh = fields.String(allow_none=True)
    name_en = fields.String(allow_none=True)
    window_begin = fields.Date()
    window_end = fields.Date(metadata={"description": "the first day after the window"})
    window_weeks = fields.Integer()
    weekly = fields.List(
        fields.Integer(), metadata={"description": "complaints a week, oldest first; the last window_weeks are the window"}
    )
    observed = fields.Integer()
    expected = fields.Float()
    probability = fields.Float()
    cusum = fields.Float()
    found_by = fields.String()
    severity = fields.String()
    complaints = fields.List(fields.String())
    reason = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()


class RiseListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    state = fields.String(validate=one_of(*RISE_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    by = fields.String(validate=one_of(*BY))
    product = fields.String(validate=validate.Length(max=200))


class ParametersIn(StrictSchema):
    """How a site looks for rises."""

    window_weeks = fields.Integer(required=True, validate=validate.Range(1, 26))
    baseline_weeks = fields.Integer(required=True, validate=validate.Range(4, 156))
    least = fields.Integer(required=True, validate=validate.Range(2, 1000))
    probability = fields.Float(required=True, validate=validate.Range(1e-9, 0.1))
    ratio = fields.Float(required=True, validate=validate.Range(1, 20))
    cusum_limit = fields.Float(required=True, validate=validate.Range(1, 1000))
