"""What the API gives of figures. Shares are 0 … 1, means on the item's own scale."""

from __future__ import annotations

from marshmallow import Schema, fields


class ShareOut(Schema):
    """`hits` of `n`, with the Wilson interval of 95 %."""

    hits = fields.Integer()
    n = fields.Integer()
    share = fields.Float(attribute="value", allow_none=True)
    low = fields.Function(lambda share: share.interval[0] if share.interval else None, metadata={"type": "number"})
    high = fields.Function(lambda share: share.interval[1] if share.interval else None, metadata={"type": "number"})


class NpsOut(Schema):
    """The net promoter score, -100 … 100, with the interval of 95 %."""

    promoters = fields.Integer()
    passives = fields.Integer()
    detractors = fields.Integer()
    value = fields.Float()
    low = fields.Function(lambda nps: nps.interval[0], metadata={"type": "number"})
    high = fields.Function(lambda nps: nps.interval[1], metadata={"type": "number"})


class ItemFiguresOut(Schema):
    """One item."""

    item = fields.String(attribute="code")
    text_zh = fields.String()
    text_en = fields.String()
    department = fields.String()
    scale = fields.String()
    n = fields.Integer()
    no_opinion = fields.Integer()
    silent = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "who gave no score, by why: no_opinion, not_answered, not_asked, invalid"},
    )
    distribution = fields.Dict(keys=fields.String(), values=fields.Integer())
    mean = fields.Float(allow_none=True)
    weighted_mean = fields.Float(allow_none=True, metadata={"description": "by what each respondent stands for"})
    nps = fields.Nested(NpsOut, allow_none=True)
    importance = fields.Float(allow_none=True, metadata={"description": "derived, -1 … 1"})
    hidden = fields.Boolean(metadata={"description": "fewer scores than may be shown where answers are anonymous"})
    satisfied = fields.Nested(ShareOut)
    target = fields.Float(allow_none=True)
    met = fields.Boolean(allow_none=True)
    few = fields.Boolean(metadata={"description": "fewer than ten scores: look, but do not lean on it"})


class TierOut(Schema):
    """One tier."""

    tier = fields.String()
    response = fields.Nested(ShareOut)


class SuggestionOut(Schema):
    """Free words of a customer."""

    customer_code = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    item = fields.String()
    text = fields.String()


class ComplaintBesideOut(Schema):
    """A complaint of the year."""

    number = fields.String()
    state = fields.String()
    severity = fields.String()
    product = fields.String(allow_none=True)
    received_at = fields.AwareDateTime()


class ReturnBesideOut(Schema):
    """A return of the year."""

    number = fields.String()
    state = fields.String()
    first_at = fields.AwareDateTime()


class CustomerBesideOut(Schema):
    """A customer asked, with what else happened in the year."""

    customer_code = fields.String()
    customer_name = fields.String()
    tier = fields.String()
    state = fields.String()
    scores = fields.Dict(keys=fields.String(), values=fields.Integer())
    complaints = fields.List(fields.Nested(ComplaintBesideOut))
    returns = fields.List(fields.Nested(ReturnBesideOut))


class CapaBesideOut(Schema):
    """The corrective action that an item's missed target led to (clause 4.2.3.5)."""

    number = fields.String()
    item = fields.String()
    department = fields.String()
    state = fields.String()


class FiguresOut(Schema):
    """A campaign's figures."""

    campaign = fields.String()
    response = fields.Nested(ShareOut)
    forms = fields.Integer(metadata={"description": "forms that count"})
    via = fields.Dict(keys=fields.String(), values=fields.Integer())
    duplicates = fields.Integer()
    late = fields.Integer()
    index = fields.Float(allow_none=True, metadata={"description": "importance-weighted, 0 … 100"})
    items = fields.List(fields.Nested(ItemFiguresOut))
    capas = fields.List(fields.Nested(CapaBesideOut))
    tiers = fields.List(fields.Nested(TierOut))
    suggestions = fields.List(fields.Nested(SuggestionOut))
    customers = fields.List(fields.Nested(CustomerBesideOut))
