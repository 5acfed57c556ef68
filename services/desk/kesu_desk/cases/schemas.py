"""Cases out of the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.web.paging import PageArgs


class CaseQuery(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200), metadata={"description": "words of number, customer, product, lot, claim"})
    site = fields.String()
    kind = fields.String(validate=validate.OneOf(["complaint", "campaign"]))
    state = fields.String()
    severity = fields.String()
    customer = fields.String(metadata={"description": "the customer's code"})
    open = fields.Boolean(load_default=None, allow_none=True)


class CaseOut(Schema):
    """A case in a list."""

    number = fields.String()
    kind = fields.String()
    site = fields.String()
    state = fields.String()
    is_open = fields.Boolean()
    severity = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    claim = fields.String(allow_none=True)
    opened_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)


class EntryOut(Schema):
    """One thing that happened."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    service = fields.String()
    topic = fields.String()
    subject = fields.String()
    actor = fields.String()
    actor_name = fields.String()
    data = fields.Dict()


class RecordOut(Schema):
    """A record of some service that belongs to the case."""

    number = fields.String()
    service = fields.String()
    topic = fields.String(metadata={"description": "the last fact about it"})
    state = fields.String(allow_none=True)
    is_open = fields.Boolean()
    updated_at = fields.AwareDateTime()


class CaseFileOut(CaseOut):
    """A case with everything that happened."""

    timeline = fields.List(fields.Nested(EntryOut))
    records = fields.List(fields.Nested(RecordOut))
