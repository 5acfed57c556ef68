"""Service files going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words


class ServiceFileIn(StrictSchema):
    """What the file says."""

    keeper = Words(200, required=True)
    needs = Words(20_000, required=True)


class ServiceFileOut(Schema):
    """A service file."""

    keeper = fields.String()
    needs = fields.String()
    opened_by = fields.String()
    opened_at = fields.AwareDateTime()
    changed_by = fields.String()
    changed_at = fields.AwareDateTime()
