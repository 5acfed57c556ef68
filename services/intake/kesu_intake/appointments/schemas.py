"""Appointments going in and out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, Words


class AppointIn(StrictSchema):
    """When, where, who of us, with whom."""

    starts_at = fields.AwareDateTime(required=True)
    place = Words(200, required=True)
    people = Words(500, required=True)
    with_whom = Words(200, required=True)


class HoldIn(StrictSchema):
    """What came of it."""

    result = Words(10_000, required=True)


class CancelAppointmentIn(StrictSchema):
    """Why nobody goes."""

    reason = Words(2000, required=True)


class AppointmentOut(Schema):
    """An appointment."""

    state = fields.String()
    starts_at = fields.AwareDateTime()
    place = fields.String()
    people = fields.String()
    with_whom = fields.String()
    agreed_by = fields.String()
    agreed_at = fields.AwareDateTime()
    result = fields.String(allow_none=True)
    ended_by = fields.String(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
