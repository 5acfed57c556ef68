"""The effect of a corrective action going out."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields

from kesu_capa.capas.model import BASES, UNTIL
from kesu_capa.effect.figures import JUDGEMENTS
from kesu_common.schemas import Amount, one_of


class EffectArgs(Schema):
    """How to look at it."""

    class Meta:
        unknown = EXCLUDE

    basis = fields.String(validate=one_of(*BASES), metadata={"description": "what is compared; else as the report's criterion says"})


class PreviewArgs(Schema):
    """A criterion that is being thought of."""

    class Meta:
        unknown = EXCLUDE

    basis = fields.String(load_default="units", validate=one_of(*BASES))
    until = fields.String(load_default="units", validate=one_of(*UNTIL))
    amount = Amount()


class ChanceOut(Schema):
    """One possible outcome."""

    left = fields.Float(metadata={"description": "the share of the rate before that is left"})
    chance = fields.Float(metadata={"description": "that the figures prove the effect then"})


class PreviewOut(Schema):
    """What a criterion could tell."""

    exposure = fields.Float(metadata={"description": "units or lots, whatever is compared"})
    estimated = fields.Boolean(metadata={"description": "by the pace of the year before"})
    to_tell = fields.Float(allow_none=True)
    chances = fields.List(fields.Nested(ChanceOut))


class PeriodOut(Schema):
    """From one day up to, without, another."""

    begin = fields.Date()
    end = fields.Date()
    events = fields.Integer(metadata={"description": "complaints that were our fault"})
    units = Amount(metadata={"description": "delivered"})
    per_million = fields.Float(allow_none=True)
    lots = fields.Integer(metadata={"description": "delivered first in this time"})
    failing = fields.Integer(metadata={"description": "lots of these with a complaint that was our fault"})
    rate = fields.Float(allow_none=True, metadata={"description": "complaints per unit, or the share of failing lots"})
    low = fields.Float(allow_none=True, metadata={"description": "lower end of its exact 90 % interval"})
    high = fields.Float(allow_none=True, metadata={"description": "upper end"})


class MonthOut(Schema):
    """One month."""

    month = fields.String()
    events = fields.Integer()
    units = Amount()


class EffectOut(Schema):
    """Before and after."""

    product = fields.String()
    defect_code = fields.String(allow_none=True)
    basis = fields.String(validate=one_of(*BASES), metadata={"description": "what is compared"})
    before = fields.Nested(PeriodOut)
    after = fields.Nested(PeriodOut, allow_none=True)
    judgement = fields.String(validate=one_of(*JUDGEMENTS))
    p = fields.Float(allow_none=True, metadata={"description": "how probable so few are if nothing had changed (exact, one-sided)"})
    ratio = fields.Float(allow_none=True, metadata={"description": "rate after ÷ rate before"})
    low = fields.Float(allow_none=True, metadata={"description": "lower end of its 90 % interval"})
    high = fields.Float(allow_none=True, metadata={"description": "upper end; none when there is none"})
    units_to_tell = fields.Float(allow_none=True, metadata={"description": "units without a further complaint that would prove the effect"})
    to_tell = fields.Float(allow_none=True, metadata={"description": "… units or lots, whatever is compared"})
    months = fields.List(fields.Nested(MonthOut))
