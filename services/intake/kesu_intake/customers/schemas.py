"""Customers going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.i18n import N_
from kesu_common.schemas import Count, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_intake.customers.model import LANGUAGES, TIERS

CODE = validate.Regexp(r"[A-Z0-9][A-Z0-9._-]*\Z", error=N_("Use capital letters, digits, dots and hyphens."))


class ContactSchema(StrictSchema):
    """Somebody at the customer's."""

    name = Words(100, required=True)
    role = Words(100, load_default=None, allow_none=True)
    phone = Words(50, load_default=None, allow_none=True)
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=200))


class CustomerChange(StrictSchema):
    """What may change; a tier needs its reason."""

    name = Words(200)
    tier = fields.String(validate=one_of(*TIERS))
    tier_reason = Words(500, allow_none=True)
    language = fields.String(validate=one_of(*LANGUAGES))
    contacts = fields.List(fields.Nested(ContactSchema), validate=validate.Length(max=50))
    notes = Words(5000, allow_none=True)


class CustomerIn(CustomerChange):
    """A new customer."""

    code = Words(32, required=True, validate=CODE)
    name = Words(200, required=True)
    site = Words(16, required=True)


class CustomerOut(Schema):
    """A customer."""

    code = fields.String()
    name = fields.String()
    site = fields.String()
    state = fields.String()
    tier = fields.String()
    language = fields.String()
    contacts = fields.List(fields.Nested(ContactSchema))
    notes = fields.String(allow_none=True)
    merged_into = fields.String(allow_none=True)
    version = fields.Integer()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()


class CustomerListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    tier = fields.String(validate=one_of(*TIERS))
    site = fields.String(validate=validate.Length(max=16))
    state = fields.String(validate=one_of("active", "inactive", "merged"))
    service_file = fields.String(validate=one_of("missing"), metadata={"description": "tier A customers without their service file"})


class MergeIn(StrictSchema):
    """Which entry is the same customer, and how one knows."""

    code = Words(32, required=True)
    reason = Words(500, required=True)


class TierChangeOut(Schema):
    """One grading."""

    tier = fields.String()
    reason = fields.String()
    changed_by = fields.String()
    changed_at = fields.AwareDateTime()


class DeliveryOut(Schema):
    """A delivered line."""

    number = fields.String()
    product = fields.String()
    lot = fields.String(allow_none=True)
    quantity = Count()
    delivered_on = fields.Date()


class SurveyAnswersOut(Schema):
    """A customer's answers to a survey."""

    campaign = fields.String()
    answered_at = fields.AwareDateTime()
    answers = fields.List(fields.Dict())


class SimilarCustomerOut(Schema):
    """A customer that may be the same."""

    code = fields.String()
    name = fields.String()
    likeness = fields.Float()
