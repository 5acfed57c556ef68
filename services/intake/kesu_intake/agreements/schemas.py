"""Agreements going in and out."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.agreements.model import AGREEMENT_STATES, KINDS


class AgreementIn(StrictSchema):
    """What is agreed, with whom, from when to when."""

    customer_code = Words(32, required=True)
    kind = fields.String(required=True, validate=one_of(*KINDS))
    title = Words(200, required=True)
    terms = Words(20_000, required=True)
    agreed_with = Words(200, required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(allow_none=True)


class AgreementReasonIn(StrictSchema):
    """Why."""

    reason = Words(2000, required=True)


class AgreementOut(RecordOut):
    """An agreement."""

    customer_code = fields.String()
    customer_name = fields.String()
    kind = fields.String()
    title = fields.String()
    terms = fields.String()
    agreed_with = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    drafted_by = fields.String()
    approved_by = fields.String(allow_none=True)
    approved_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()


class AgreementListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    state = fields.String(validate=one_of(*AGREEMENT_STATES.states))
    kind = fields.String(validate=one_of(*KINDS))
    site = fields.String(validate=validate.Length(max=16))
    customer = fields.String(validate=validate.Length(max=32))
