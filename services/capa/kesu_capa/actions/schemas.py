"""What API and forms take and give of actions."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from kesu_capa.permissions import DEPARTMENTS
from kesu_common.schemas import StrictSchema, Words, one_of


class Score(fields.Integer):
    """1 (little) to 5 (much)."""

    def __init__(self, **more: Any) -> None:
        super().__init__(load_default=None, validate=validate.Range(1, 5), **more)


class ActionIn(StrictSchema):
    """One chosen action."""

    description = Words(2000, required=True)
    department = fields.String(required=True, validate=one_of(*DEPARTMENTS))
    owner = Words(200, load_default=None)
    due_on = fields.Date(load_default=None)
    cause = fields.Integer(load_default=None, metadata={"description": "line of the root cause"})
    after = fields.List(fields.Integer(), load_default=list, metadata={"description": "lines of the actions to be done before"})
    effect = Score()
    cost = Score()
    risk = Score()


class PlanIn(StrictSchema):
    """D5."""

    actions = fields.List(fields.Nested(ActionIn), required=True)


class DoIn(StrictSchema):
    """D6, one action."""

    line = fields.Integer(required=True)
    evidence = Words(4000, required=True)


class LineIn(StrictSchema):
    """A decision about one action."""

    line = fields.Integer(required=True)
    reason = Words(4000, required=True)


class ChooseIn(LineIn):
    """A candidate is chosen."""

    owner = Words(200, load_default=None)
    due_on = fields.Date(load_default=None)


class OrderIn(StrictSchema):
    """What comes before an action."""

    line = fields.Integer(required=True)
    after = fields.List(fields.Integer(), required=True)


class ValidateIn(StrictSchema):
    """D6: whether an implemented action does what it should."""

    line = fields.Integer(required=True)
    works = fields.Boolean(required=True)
    validation = Words(4000, required=True)


class ActionOut(Schema):
    """One action as it stands."""

    number = fields.String()
    line = fields.Integer()
    state = fields.String()
    description = fields.String()
    department = fields.String()
    owner = fields.String()
    due_on = fields.Date()
    cause = fields.Integer(attribute="cause_line")
    after = fields.List(fields.Integer())
    effect = fields.Integer(attribute="effect_score")
    cost = fields.Integer(attribute="cost_score")
    risk = fields.Integer(attribute="risk_score")
    decided_because = fields.String()
    evidence = fields.String()
    done_by = fields.String()
    done_at = fields.AwareDateTime()
    validated_how = fields.String()
    validated_by = fields.String()
    validated_at = fields.AwareDateTime()
