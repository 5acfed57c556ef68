"""Joining, going in."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words


class JoinIn(StrictSchema):
    """Into which complaint."""

    into = Words(64, required=True, metadata={"description": "number of the complaint that goes on"})


class JoinedOut(Schema):
    """A complaint that was joined into this one."""

    number = fields.String()
    received_at = fields.AwareDateTime()
    channel = fields.String()
    text = fields.String()
