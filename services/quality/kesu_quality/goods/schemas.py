"""Nonconforming goods going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.schemas import Amount, Count, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_quality.goods.model import AGES, DISPOSITIONS, GOODS_STATES
from kesu_quality.schemas import RecordOut


class GoodsIn(StrictSchema):
    """Goods that were found nonconforming in the house."""

    site = Words(16, required=True)
    product = Words(200, required=True)
    lot = Words(100, allow_none=True)
    quantity = Amount(required=True)
    place = Words(100, allow_none=True, metadata={"description": "where they are kept apart"})
    found = Words(5000, required=True, metadata={"description": "what is wrong, and how it was found"})
    complaint = Words(64, allow_none=True)


class PartIn(StrictSchema):
    """What becomes of a part."""

    disposition = fields.String(required=True, validate=one_of(*DISPOSITIONS))
    quantity = Amount(required=True)
    department = fields.String(
        allow_none=True, validate=one_of("production", "rnd"), metadata={"description": "who repairs or reworks; production"}
    )
    reason = Words(2000, allow_none=True)


class DisposeIn(StrictSchema):
    """A disposition, split over the quantity."""

    parts = fields.List(fields.Nested(PartIn), required=True, validate=validate.Length(min=1, max=50))


class AskConsentIn(StrictSchema):
    """What the customer is to be asked."""

    question = Words(5000, required=True)


class ConsentIn(StrictSchema):
    """What the customer said."""

    agreed = fields.Boolean(required=True)
    evidence = Words(5000, required=True, metadata={"description": "who said so, when, and where it stands"})


class WorkIn(StrictSchema):
    """What was repaired or reworked."""

    part = fields.Integer(required=True)
    quantity = Amount(required=True)
    note = Words(2000, allow_none=True)


class ReinspectIn(StrictSchema):
    """What came of the re-inspection."""

    part = fields.Integer(required=True)
    passed = Count()
    failed = Count()
    method = Words(2000, required=True, metadata={"description": "how it was inspected, and what was found"})


class DispositionOut(Schema):
    """A part and how far it has come."""

    part = fields.Integer()
    disposition = fields.String()
    quantity = Amount()
    department = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    decided_by = fields.String()
    decided_at = fields.AwareDateTime()
    in_work = Count()
    to_inspect = Count()
    passed = Count()
    failed = Count()


class GoodsOut(RecordOut):
    """Nonconforming goods and every quantity of equations 3 to 5."""

    return_number = fields.String(allow_none=True)
    line = fields.Integer(allow_none=True)
    complaint = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    found = fields.String(allow_none=True)
    quarantined_at = fields.AwareDateTime()
    received = Count()
    ours = Count()
    not_ours = Count()
    no_fault_found = Count()
    under_test = Count()
    open = Count()
    repaired = Count()
    reworked = Count()
    downgraded = Count()
    scrapped = Count()
    conceded = Count()
    open_others = Count()
    returned = Count()
    accepted = Count()
    worked = Count()
    passed = Count()
    failed = Count()
    waiting = Count()
    released = Count()
    consent = fields.Boolean(allow_none=True)
    consent_evidence = fields.String(allow_none=True)
    consent_by = fields.String(allow_none=True)
    consent_at = fields.AwareDateTime(allow_none=True)
    dispositions = fields.List(fields.Nested(DispositionOut))


class GoodsArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    site = fields.String(validate=validate.Length(max=16))
    state = fields.String(validate=one_of(*GOODS_STATES.states))
    return_number = fields.String(validate=validate.Length(max=64))
    complaint = fields.String(validate=validate.Length(max=64))
    product = fields.String(validate=validate.Length(max=200))
    lot = fields.String(validate=validate.Length(max=100))
    open = fields.Boolean(metadata={"description": "only those that are not settled"})
    age = fields.String(validate=one_of(*AGES), metadata={"description": "not settled, and in quarantine for so long"})
