"""What API and forms take and give of causes."""

from __future__ import annotations

from marshmallow import Schema, fields

from kesu_capa.causes.model import BRANCHES, KINDS
from kesu_common.schemas import StrictSchema, Words, one_of


class AnalyseIn(StrictSchema):
    """D4: nothing when the trees say it; or both causes as texts."""

    occurrence_cause = Words(10000, load_default=None)
    escape_cause = Words(10000, load_default=None)
    cause_verified = Words(10000, load_default=None)


class CauseIn(StrictSchema):
    """A possible cause."""

    statement = Words(2000, required=True)
    kind = fields.String(load_default=None, validate=one_of(*KINDS))
    below = fields.Integer(load_default=None, metadata={"description": "line of the cause that it explains"})
    branch = fields.String(load_default=None, validate=one_of(*BRANCHES))
    evidence = Words(4000, load_default=None)


class CauseLineIn(StrictSchema):
    """Which cause."""

    cause = fields.Integer(required=True, metadata={"description": "its line"})


class ChangeCauseIn(CauseLineIn):
    """A cause in other words."""

    statement = Words(2000, required=True)
    branch = fields.String(load_default=None, validate=one_of(*BRANCHES))
    evidence = Words(4000, load_default=None)


class ConfirmCauseIn(CauseLineIn):
    """A cause is one."""

    verified_how = Words(4000, required=True)
    is_root = fields.Boolean(load_default=False)


class RuleOutCauseIn(CauseLineIn):
    """A cause is none."""

    verified_how = Words(4000, required=True)


class CauseOut(Schema):
    """One cause as it stands."""

    line = fields.Integer()
    kind = fields.String()
    below = fields.Integer()
    branch = fields.String()
    state = fields.String()
    statement = fields.String()
    evidence = fields.String()
    is_root = fields.Boolean()
    verified_how = fields.String()
    verified_by = fields.String()
    verified_on = fields.Date()
