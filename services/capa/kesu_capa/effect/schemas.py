"""The effect of a corrective action going out."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_capa.effect.figures import JUDGEMENTS
from kesu_common.schemas import Amount, one_of


class PeriodOut(Schema):
    """From one day up to, without, another."""

    begin = fields.Date()
    end = fields.Date()
    events = fields.Integer(metadata={"description": "complaints that were our fault"})
    units = Amount(metadata={"description": "delivered"})
    per_million = fields.Float(allow_none=True)


class MonthOut(Schema):
    """One month."""

    month = fields.String()
    events = fields.Integer()
    units = Amount()


class EffectOut(Schema):
    """Before and after."""

    product = fields.String()
    defect_code = fields.String(allow_none=True)
    before = fields.Nested(PeriodOut)
    after = fields.Nested(PeriodOut, allow_none=True)
    judgement = fields.String(validate=one_of(*JUDGEMENTS))
    p = fields.Float(allow_none=True, metadata={"description": "how probable so few are if nothing had changed (exact, one-sided)"})
    ratio = fields.Float(allow_none=True, metadata={"description": "rate after ÷ rate before"})
    low = fields.Float(allow_none=True, metadata={"description": "lower end of its 90 % interval"})
    high = fields.Float(allow_none=True, metadata={"description": "upper end; none when there is none"})
    units_to_tell = fields.Float(allow_none=True, metadata={"description": "units without a further complaint that would prove the effect"})
    months = fields.List(fields.Nested(MonthOut))
