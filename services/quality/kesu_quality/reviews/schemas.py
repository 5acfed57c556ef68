"""Reviews going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_common.people.roles import DEPARTMENTS
from kesu_common.schemas import Amount, Count, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_quality.reviews.model import REVIEW_STATES
from kesu_quality.schemas import RecordOut


class ParticipantIn(StrictSchema):
    """Who takes part, for which department."""

    department = fields.String(required=True, validate=one_of(*DEPARTMENTS, "lead"))
    name = Words(100, required=True)


class ConveneIn(StrictSchema):
    """Who takes part."""

    participants = fields.List(fields.Nested(ParticipantIn), required=True, validate=validate.Length(min=1, max=50))


class LineIn(StrictSchema):
    """How many pieces of a line are whose fault; what is left stays under test."""

    line = fields.Integer(required=True)
    ours = Count()
    not_ours = Count()
    no_fault_found = Count()


class ReviewIn(StrictSchema):
    """The result of a review."""

    result = Words(10_000, required=True)
    lines = fields.List(fields.Nested(LineIn), required=True, validate=validate.Length(min=1, max=500))
    participants = fields.List(
        fields.Nested(ParticipantIn),
        validate=validate.Length(max=50),
        metadata={"description": "at least two departments; those convened, when not given"},
    )
    capa_needed = fields.Boolean(required=True)
    capa_reason = Words(2000, allow_none=True, metadata={"description": "required when no corrective action is needed"})
    responsible_department = fields.String(
        allow_none=True, validate=one_of(*DEPARTMENTS), metadata={"description": "required with capa_needed"}
    )
    defect_code = Words(32, allow_none=True)


class SignIn(StrictSchema):
    """What a participating department says."""

    department = fields.String(required=True, validate=one_of(*DEPARTMENTS, "lead"))
    signed = fields.Boolean(load_default=False)
    comment = Words(5000, allow_none=True, metadata={"description": "required when it does not sign"})


class StatementOut(Schema):
    """What a participant said; `round` counts the results that were there."""

    round = fields.Integer()
    department = fields.String()
    name = fields.String()
    signed = fields.Boolean()
    comment = fields.String(allow_none=True)
    said_at = fields.AwareDateTime()


class ReviewLineOut(Schema):
    """A line of the return and how it was judged."""

    line = fields.Integer()
    product = fields.String(allow_none=True)
    lot = fields.String(allow_none=True)
    requested = Amount()
    received = Count()
    ours = Count()
    not_ours = Count()
    no_fault_found = Count()


class ParticipantOut(Schema):
    """Who took part."""

    department = fields.String()
    name = fields.String()


class ReviewOut(RecordOut):
    """A review and its result."""

    return_number = fields.String()
    complaint = fields.String(allow_none=True)
    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    form_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime()
    complete = fields.Boolean(metadata={"description": "all goods have come in, or are known not to come"})
    participants = fields.List(fields.Nested(ParticipantOut))
    lines = fields.List(fields.Nested(ReviewLineOut))
    result = fields.String(allow_none=True)
    capa_needed = fields.Boolean(allow_none=True)
    capa_reason = fields.String(allow_none=True)
    responsible_department = fields.String(allow_none=True)
    defect_code = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    in_time = fields.Boolean(allow_none=True)
    round = fields.Integer()
    statements = fields.List(fields.Nested(StatementOut))
    noted_by = fields.Dict(keys=fields.String(), values=fields.String())


class ReviewArgs(PageArgs):
    """Filters of the list."""

    q = fields.String(validate=validate.Length(max=200))
    site = fields.String(validate=validate.Length(max=16))
    state = fields.String(validate=one_of(*REVIEW_STATES.states))
    return_number = fields.String(validate=validate.Length(max=64))
    complaint = fields.String(validate=validate.Length(max=64))
    open = fields.Boolean(metadata={"description": "only those without a result"})
