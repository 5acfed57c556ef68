"""Talks going in and out."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.complaints.model import CHANNELS
from kesu_intake.talks.model import TALK_STATES


class FindingsIn(StrictSchema):
    """What the talk brought to light."""

    person = Words(200, required=True)
    findings = Words(20_000, required=True)
    channel = fields.String(load_default="phone", validate=one_of(*CHANNELS))


class MeasureToldIn(StrictSchema):
    """What the customer was told."""

    told_whom = Words(200, required=True)
    measure = Words(20_000, required=True)
    channel = fields.String(load_default="phone", validate=one_of(*CHANNELS))


class TalkListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(validate=one_of(*TALK_STATES.states))
    site = fields.String(validate=validate.Length(max=16))
    customer = fields.String(validate=validate.Length(max=64))
    campaign = fields.String(validate=validate.Length(max=64))
    q = fields.String(validate=validate.Length(max=100))


class TalkOut(RecordOut):
    """A talk as it stands."""

    customer_code = fields.String()
    customer_name = fields.String()
    campaign = fields.String()
    items = fields.List(fields.Dict())
    person = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    findings = fields.String(allow_none=True)
    found_by = fields.String(allow_none=True)
    found_at = fields.AwareDateTime(allow_none=True)
    measure = fields.String(allow_none=True)
    told_whom = fields.String(allow_none=True)
    told_by = fields.String(allow_none=True)
    told_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()
