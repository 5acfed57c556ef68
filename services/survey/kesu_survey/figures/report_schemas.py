"""What the API gives of a report."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_common.schemas import StrictSchema, one_of
from kesu_survey.daily.schemas import DailyOut
from kesu_survey.figures.schemas import CapaBesideOut, ItemFiguresOut, ShareOut
from kesu_survey.suggestions.schemas import PassedOut, PointOut


class ReportArgs(StrictSchema):
    """With or without daily feedback."""

    daily = fields.String(load_default="on", validate=one_of("on", "off"))


class DriverOut(Schema):
    """An item in the quadrant of importance and satisfaction."""

    item = fields.String(attribute="item.code")
    satisfaction = fields.Float(metadata={"description": "mean, brought to 0 … 100"})
    importance = fields.Float(metadata={"description": "derived: correlation with the overall item, or with the form's other scores"})
    quadrant = fields.String(metadata={"description": "improve_first, keep_up, watch, hold"})


class DriversOut(Schema):
    """The quadrant; its lines are the means of both."""

    items = fields.List(fields.Nested(DriverOut))
    satisfaction = fields.Float()
    importance = fields.Float()


class SliceOut(Schema):
    """A tier, language or product; too small groups have neither forms nor figures."""

    value = fields.String()
    forms = fields.Integer(allow_none=True)
    index = fields.Float(allow_none=True)
    items = fields.Function(lambda one: ItemFiguresOut(many=True).dump(one.items.values()), metadata={"type": "array"})


class BesideOut(Schema):
    """Another survey with the same items."""

    campaign = fields.String(attribute="campaign.number")
    year = fields.Integer(attribute="campaign.year")
    site = fields.String(attribute="campaign.site")
    index = fields.Float(allow_none=True)
    means = fields.Function(
        lambda one: {code: item.mean and float(item.mean) for code, item in one.items.items()}, metadata={"type": "object"}
    )


class ChangeOut(Schema):
    """What became of an item since the survey before: Welch's test of the means, two-proportion or Fisher's test of the shares."""

    mean = fields.Float()
    p_mean = fields.Float(allow_none=True)
    share = fields.Float()
    p_share = fields.Float(allow_none=True)
    significant = fields.Boolean()


class ReportOut(Schema):
    """A survey's report."""

    campaign = fields.String(attribute="campaign.number")
    year = fields.Integer(attribute="campaign.year")
    smallest_group = fields.Integer(attribute="campaign.smallest_group")
    forms = fields.Integer()
    response = fields.Dict(keys=fields.String(), values=fields.Nested(ShareOut), metadata={"description": "by tier; the empty key is all"})
    index = fields.Float(allow_none=True)
    index_with_daily = fields.Float(allow_none=True)
    items = fields.List(fields.Nested(ItemFiguresOut))
    drivers = fields.Nested(DriversOut, allow_none=True)
    slices = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(SliceOut)))
    years = fields.List(fields.Nested(BesideOut))
    changes = fields.Dict(keys=fields.String(), values=fields.Nested(ChangeOut))
    sites = fields.List(fields.Nested(BesideOut))
    choices = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        metadata={"description": "how often each option of an item was chosen"},
    )
    points = fields.List(fields.Nested(PointOut))
    passed = fields.List(fields.Nested(PassedOut))
    capas = fields.Function(lambda one: CapaBesideOut(many=True).dump(one.capas.values()), metadata={"type": "array"})
    daily = fields.Nested(DailyOut, allow_none=True)
