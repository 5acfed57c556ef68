"""Figures out of the API."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate


class SiteQuery(Schema):
    """Which site; all of the caller's without it."""

    class Meta:
        unknown = EXCLUDE

    site = fields.String(validate=validate.Length(1, 8))


class SiteFiguresOut(Schema):
    """One site."""

    site = fields.String()
    open_cases = fields.Integer()
    critical = fields.Integer()
    overdue_work = fields.Integer()
    returns_in_hand = fields.Integer()
    open_capas = fields.Integer()
    effective = fields.Integer(metadata={"description": "corrective actions verified as effective, last 365 days"})
    verified = fields.Integer()
    answers = fields.Integer(metadata={"description": "survey answers, last 365 days"})
    targets_missed = fields.Integer()


class OverviewOut(Schema):
    """The state of things."""

    by_severity = fields.Dict(metadata={"description": "severity → age → open complaints"})
    sites = fields.List(fields.Nested(SiteFiguresOut))
    total = fields.Nested(SiteFiguresOut)


class MonthOut(Schema):
    """The complaints registered in one month."""

    site = fields.String()
    month = fields.String()
    complaints = fields.Integer()
    first_reply_hours = fields.Float(allow_none=True)
    resolution_hours = fields.Float(allow_none=True)
    closed = fields.Integer()
    reopened = fields.Integer()


class WorkloadOut(Schema):
    """What one person or department did."""

    site = fields.String()
    role = fields.String()
    person = fields.String(allow_none=True)
    done = fields.Integer()
    in_time = fields.Integer()
    open = fields.Integer()


class TeamOut(Schema):
    """The team's figures."""

    months = fields.List(fields.Nested(MonthOut))
    workload = fields.List(fields.Nested(WorkloadOut))
