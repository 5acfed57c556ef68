"""Returns going in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kesu_common.i18n import N_
from kesu_common.schemas import Amount, Count, RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_returns.gtins import GtinField
from kesu_returns.returns.model import KINDS, RETURN_STATES, VIEWS

MOST_LINES = 200


class LineIn(StrictSchema):
    """Goods that are to come back: a product, a lot, or both, and how many."""

    product = Words(100, allow_none=True)
    lot = Words(64, allow_none=True)
    gtin = GtinField(allow_none=True)
    quantity = Amount(required=True)

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("product") and not data.get("lot"):
            raise ValidationError(N_("Say the product or the lot."), "product")


class ReturnIn(StrictSchema):
    """A request for goods to come back."""

    site = Words(16, required=True)
    kind = fields.String(required=True, validate=one_of(*KINDS))
    complaint = Words(64, allow_none=True)
    customer_code = Words(32, required=True)
    customer_name = Words(200, allow_none=True)
    reason = Words(2000, allow_none=True)
    agreed_with = Words(200, allow_none=True)
    agreed_at = fields.AwareDateTime(allow_none=True)
    carrier = Words(100, allow_none=True)
    waybill = Words(64, allow_none=True)
    expected_on = fields.Date(allow_none=True)
    lines = fields.List(fields.Nested(LineIn), required=True, validate=validate.Length(1, MOST_LINES))


class LineOut(Schema):
    """A line with all its quantities; see the return's own description for how they balance."""

    line = fields.Integer()
    product = fields.String(allow_none=True)
    product_name = fields.String(allow_none=True)
    gtin = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    unit_price = fields.Decimal(as_string=True, allow_none=True)
    claimed = Count()
    split_off = Count()
    received = Count()
    missing = Count()
    kept = Count()
    outstanding = Count()
    ours = Count()
    not_ours = Count()
    no_fault_found = Count()
    under_test = Count()
    goodwill = Count()
    approved = Count()
    replaced = Count()
    excess = Count()


class DecidedPartOut(Schema):
    """What happens to a part of the goods."""

    disposition = fields.String()
    quantity = fields.String()


class DecidedOut(Schema):
    """What quality has decided about the goods that were put into quarantine under one number."""

    goods = fields.String()
    parts = fields.List(fields.Nested(DecidedPartOut))
    scrap = fields.String(metadata={"description": "so many belong at a place for scrap"})
    released = fields.String(metadata={"description": "so many may leave quarantine"})


class ReturnOut(RecordOut):
    """A return with its lines."""

    kind = fields.String()
    source = fields.String()
    complaint = fields.String(allow_none=True)
    reference = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    agreed_with = fields.String(allow_none=True)
    agreed_at = fields.AwareDateTime(allow_none=True)
    requested_by = fields.String()
    submitted_by = fields.String(allow_none=True)
    goodwill = fields.Boolean()
    handling = fields.String(allow_none=True)
    value = fields.Decimal(as_string=True)
    carrier = fields.String(allow_none=True)
    waybill = fields.String(allow_none=True)
    expected_on = fields.Date(allow_none=True)
    arrived_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    matched_to = fields.String(allow_none=True)
    split_from = fields.String(allow_none=True, metadata={"description": "the return that this one was a part of"})
    split_into = fields.List(fields.String(), metadata={"description": "the returns that were split off this one"})
    shortfall = Count()
    short_owner = fields.String(allow_none=True)
    short_reason = fields.String(allow_none=True)
    short_until = fields.Date(allow_none=True)
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    lines = fields.List(fields.Nested(LineOut))
    dispositions = fields.List(fields.Nested(DecidedOut))


class ReturnListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(
        validate=one_of(*VIEWS, *RETURN_STATES.states),
        metadata={"description": "a state, or `open`: all that are not over; `short`: goods are owed; `late`: goods are overdue"},
    )
    site = Words(16)
    customer = Words(32)
    complaint = Words(64)
    kind = fields.String(validate=one_of(*KINDS))
    lot = Words(64)
    q = fields.String(validate=validate.Length(max=100), metadata={"description": "number, customer, complaint, waybill, lot, product"})


class SubmitIn(StrictSchema):
    """With whom it was agreed, where the settlement did not say."""

    agreed_with = Words(200, allow_none=True)
    agreed_at = fields.AwareDateTime(allow_none=True)


class ApproveIn(StrictSchema):
    """Why, and whether out of goodwill."""

    reason = Words(2000, required=True)
    goodwill = fields.Boolean()


class ReasonIn(StrictSchema):
    """Why."""

    reason = Words(2000, required=True)


class MaybeReasonIn(StrictSchema):
    """Why, where there is something to explain."""

    reason = Words(2000, allow_none=True)


class ShippingIn(StrictSchema):
    """How the goods travel."""

    carrier = Words(100, allow_none=True)
    waybill = Words(64, allow_none=True)
    expected_on = fields.Date(allow_none=True)


class CountedLineIn(StrictSchema):
    """So many of a line."""

    line = fields.Integer(required=True, validate=validate.Range(1, MOST_LINES))
    quantity = Amount(required=True)


class SplitLineIn(StrictSchema):
    """How many of a line become a part of the new return; none when left out."""

    line = fields.Integer(required=True, validate=validate.Range(1, MOST_LINES))
    quantity = Count()


class SplitIn(ShippingIn):
    """What travels by itself from now on, how, and why."""

    reason = Words(2000, allow_none=True)
    lines = fields.List(fields.Nested(SplitLineIn), required=True, validate=validate.Length(1, MOST_LINES))


class ReceiveIn(StrictSchema):
    """What came in, and where it was put."""

    place = Words(64, allow_none=True)
    lines = fields.List(fields.Nested(CountedLineIn), required=True, validate=validate.Length(1, MOST_LINES))


class GoneLineIn(StrictSchema):
    """What of a line will not come."""

    line = fields.Integer(required=True, validate=validate.Range(1, MOST_LINES))
    missing = Count()
    kept = Count()


class AccountIn(StrictSchema):
    """What will not come."""

    lines = fields.List(fields.Nested(GoneLineIn), required=True, validate=validate.Length(1, MOST_LINES))


class ReplacementLineIn(CountedLineIn):
    """So many good ones of a lot."""

    lot = Words(64, allow_none=True)


class ReplacementIn(StrictSchema):
    """What goes out, and how."""

    carrier = Words(100, allow_none=True)
    waybill = Words(64, allow_none=True)
    lines = fields.List(fields.Nested(ReplacementLineIn), required=True, validate=validate.Length(1, MOST_LINES))


class ShortIn(ReasonIn):
    """Why nothing can go out for now, and until when."""

    expected_on = fields.Date(allow_none=True)
    owner = Words(100, metadata={"description": "sign-in name of the person who sees to it; who reports it, when not given"})


class MatchIn(StrictSchema):
    """The return that the goods belong to."""

    return_number = Words(64, required=True)
    line = fields.Integer(
        allow_none=True,
        validate=validate.Range(1, MOST_LINES),
        metadata={"description": "its line that they belong to, although their label says other goods"},
    )


class AgreementIn(StrictSchema):
    """What was agreed about goods that came unannounced."""

    kind = fields.String(required=True, validate=one_of(*KINDS))
    customer_code = Words(32, required=True)
    customer_name = Words(200, allow_none=True)
    complaint = Words(64, allow_none=True)
    agreed_with = Words(200, required=True)
    agreed_at = fields.AwareDateTime(required=True)


class MoveIn(StrictSchema):
    """Goods that were carried to another place."""

    line = fields.Integer(required=True, validate=validate.Range(1, MOST_LINES))
    quantity = Amount(required=True)
    from_place = Words(64, required=True)
    to_place = Words(64, required=True)
