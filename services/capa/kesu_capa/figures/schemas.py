"""The figures going out, and what they can be narrowed to."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_capa.figures.pareto import BY as CAUSES
from kesu_capa.figures.rates import BY
from kesu_capa.permissions import DEPARTMENTS
from kesu_common.schemas import one_of
from kesu_common.web.paging import PageArgs

DAYS, AGAIN = 365, 180


class FiguresArgs(PageArgs):
    """Which figures."""

    days = fields.Integer(load_default=DAYS, validate=validate.Range(1, 3660), metadata={"description": "how far back"})
    site = fields.String(load_default=None, validate=validate.Length(max=16))


class ParetoArgs(FiguresArgs):
    """Which causes."""

    by = fields.String(load_default="defect", validate=one_of(*CAUSES))
    product = fields.String(load_default=None, validate=validate.Length(max=200))


class RatesArgs(FiguresArgs):
    """Which rates."""

    by = fields.String(load_default="month", validate=one_of(*BY))
    department = fields.String(load_default=None, validate=one_of(*DEPARTMENTS))
    again = fields.Integer(
        load_default=AGAIN,
        validate=validate.Range(1, 3660),
        metadata={"description": "days within which the same defect of the same product counts as having come again"},
    )


class WorkloadArgs(PageArgs):
    """Whose workload."""

    site = fields.String(load_default=None, validate=validate.Length(max=16))


class ParetoOut(Schema):
    """A cause."""

    code = fields.String()
    zh = fields.String(allow_none=True)
    en = fields.String(allow_none=True)
    number = fields.Integer()
    cumulative = fields.Float()


class ShareOut(Schema):
    """A share with what it is worth."""

    good = fields.Integer()
    n = fields.Integer()
    share = fields.Float(allow_none=True)
    low = fields.Float(allow_none=True, metadata={"description": "lower end of the exact 95 % interval"})
    high = fields.Float(allow_none=True)
    few = fields.Boolean(metadata={"description": "too few for the share to mean much"})


class LineOut(Schema):
    """A group."""

    name = fields.String()
    share = fields.Nested(ShareOut)


class RateOut(Schema):
    """A rate: effective; in time: d3, plan, actions, closure; repeated."""

    name = fields.String()
    whole = fields.Nested(ShareOut)
    lines = fields.List(fields.Nested(LineOut))


class LoadOut(Schema):
    """A department."""

    department = fields.String()
    open = fields.Integer()
    overdue = fields.Integer()
    undated = fields.Integer(metadata={"description": "without a date"})
    weeks = fields.List(fields.Integer(), metadata={"description": "due in each week that begins at `mondays`"})
    later = fields.Integer()


class WorkloadOut(Schema):
    """All departments."""

    mondays = fields.List(fields.Date())
    departments = fields.List(fields.Nested(LoadOut))
