"""Saved filters going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words


class SavedFilterIn(StrictSchema):
    """A filter to keep."""

    name = Words(60, required=True)
    query = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "arguments of the list, as its address has them"},
    )


class SavedFilterOut(Schema):
    """A kept filter; its arguments go into the address of the list."""

    id = fields.UUID()
    name = fields.String()
    query = fields.Dict(keys=fields.String(), values=fields.String())
    created_at = fields.AwareDateTime()
