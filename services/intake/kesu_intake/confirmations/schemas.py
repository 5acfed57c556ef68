"""Confirmations going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words, one_of
from kesu_intake.confirmations.model import EVIDENCE, SILENCE


class ConfirmIn(StrictSchema):
    """The customer's agreement, recorded by sales."""

    how = fields.String(load_default=EVIDENCE, validate=one_of(EVIDENCE, SILENCE))
    who = Words(200, required=True)
    words = Words(5000, load_default="", metadata={"description": "required for evidence: by which letter, call or signature"})


class DisputeIn(StrictSchema):
    """The customer's disagreement, recorded by sales."""

    who = Words(200, required=True)
    words = Words(5000, required=True)


class CustomerAnswerIn(StrictSchema):
    """What the customer sends over the link."""

    answer = fields.String(required=True, validate=one_of("confirm", "dispute"))
    who = Words(200, required=True)
    words = Words(5000, load_default="")


class ConfirmationOut(Schema):
    """What the customer said."""

    agrees = fields.Boolean()
    how = fields.String()
    round = fields.Integer()
    who = fields.String()
    words = fields.String()
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()
