"""What API and forms take and give of corrective actions."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from kesu_capa.capas.model import BASES, CAPA_STATES, KINDS, SEVERITIES, SOURCES, UNTIL
from kesu_capa.permissions import DEPARTMENTS
from kesu_common.i18n import N_
from kesu_common.schemas import Amount, RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs


class CapaListArgs(PageArgs):
    """Filters of the list."""

    q = fields.String()
    open = fields.Boolean()
    state = fields.String(metadata={"enum": list(CAPA_STATES.states)})
    severity = fields.String(metadata={"enum": list(SEVERITIES)})
    source = fields.String(metadata={"enum": list(SOURCES)})
    department = fields.String()
    complaint = fields.String()
    product = fields.String()
    site = fields.String()


class OpenIn(StrictSchema):
    """A report opened by hand."""

    site = Words(16, required=True)
    kind = fields.String(load_default="corrective", validate=one_of(*KINDS))
    title = Words(300, required=True)
    severity = fields.String(required=True, validate=one_of(*SEVERITIES))
    responsible_department = fields.String(required=True, validate=one_of(*DEPARTMENTS))
    reason = Words(4000, required=True)
    product = Words(200, load_default=None)
    lot = Words(100, load_default=None)


class LeaderIn(StrictSchema):
    """D1."""

    leader = Words(200, required=True)
    team = Words(2000, load_default=None)
    department = fields.String(load_default=None, validate=one_of(*DEPARTMENTS))


class ContainIn(StrictSchema):
    """D2 and D3."""

    problem = Words(10000, required=True)
    containment = Words(10000, required=True)
    in_stock = Amount(load_default=None)
    in_transit = Amount(load_default=None)
    at_customer = Amount(load_default=None)


class AnalyseIn(StrictSchema):
    """D4."""

    occurrence_cause = Words(10000, required=True)
    escape_cause = Words(10000, required=True)
    cause_verified = Words(10000, required=True)


class ActionIn(StrictSchema):
    """One chosen action."""

    description = Words(2000, required=True)
    department = fields.String(required=True, validate=one_of(*DEPARTMENTS))
    owner = Words(200, load_default=None)
    due_on = fields.Date(load_default=None)


class PlanIn(StrictSchema):
    """D5."""

    actions = fields.List(fields.Nested(ActionIn), required=True)


class DoIn(StrictSchema):
    """D6, one action."""

    line = fields.Integer(required=True)
    evidence = Words(4000, required=True)


class VerifyIn(StrictSchema):
    """D6 and D7."""

    effective = fields.Boolean(required=True)
    verification = Words(4000, required=True)
    read_across = Words(4000, load_default=None)


class CriterionIn(StrictSchema):
    """D6: when the figures are judged."""

    basis = fields.String(load_default="units", validate=one_of(*BASES), metadata={"description": "complaints per unit, or failing lots"})
    until = fields.String(load_default="units", validate=one_of(*UNTIL), metadata={"description": "what is waited for"})
    amount = Amount(metadata={"description": "units or lots delivered after the last action, or days since then"})
    units = Amount(metadata={"description": "`amount` where `until` is units"})

    @post_load
    def amount_of_units(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """One amount, under whichever name it came."""
        units = data.pop("units", None)
        if units is not None and data["until"] == "units":
            data.setdefault("amount", units)
        if "amount" not in data:
            raise ValidationError(N_("Say how many units, lots or days."), "amount")
        return data


class CloseIn(StrictSchema):
    """D8."""

    closing = Words(4000, required=True)


class WithReasonIn(StrictSchema):
    """A decision with its reason."""

    reason = Words(4000, required=True)


class ActionOut(Schema):
    """One action as it stands."""

    number = fields.String()
    line = fields.Integer()
    state = fields.String()
    description = fields.String()
    department = fields.String()
    owner = fields.String()
    due_on = fields.Date()
    evidence = fields.String()
    done_by = fields.String()
    done_at = fields.AwareDateTime()


class CapaOut(RecordOut):
    """A report as it stands."""

    kind = fields.String()
    source = fields.String()
    complaint = fields.String()
    complaints = fields.List(fields.String())
    campaign = fields.String()
    item = fields.String()
    title = fields.String()
    severity = fields.String()
    product = fields.String()
    lot = fields.String()
    defect_code = fields.String()
    responsible_department = fields.String()
    opened_because = fields.String()
    leader = fields.String()
    team = fields.String()
    problem = fields.String()
    containment = fields.String()
    occurrence_cause = fields.String()
    escape_cause = fields.String()
    cause_verified = fields.String()
    effect_units = Amount(allow_none=True)
    effect_basis = fields.String()
    effect_until = fields.String()
    effect_amount = Amount(allow_none=True)
    effect_judged_at = fields.AwareDateTime(allow_none=True)
    verification = fields.String()
    read_across = fields.String()
    closing = fields.String()
    signed_by = fields.String()
    created_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime()


class CapaDetailsOut(CapaOut):
    """… with its actions."""

    actions = fields.List(fields.Nested(ActionOut))
