"""Clarifications going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words


class ClarifyIn(StrictSchema):
    """What was found with the customer."""

    cause = Words(5000, required=True)
    advice = Words(5000, required=True, metadata={"description": "the solution that is offered"})
    helpers = Words(500, required=True, metadata={"description": "who helped to find them"})


class ClarificationOut(Schema):
    """A clarification."""

    round = fields.Integer()
    cause = fields.String()
    advice = fields.String()
    helpers = fields.String()
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()
