"""What API and forms take and give of corrective actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema

from kesu_capa.actions.schemas import ActionOut
from kesu_capa.capas.model import BASES, BY_HAND, CAPA_STATES, KINDS, MEANINGS, SEVERITIES, SOURCES, UNTIL
from kesu_capa.causes.schemas import CauseOut
from kesu_capa.containment.schemas import PlaceOut
from kesu_capa.permissions import DEPARTMENTS
from kesu_capa.spread.schemas import EntryOut
from kesu_capa.team.schemas import MemberOut
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
    defect_code = Words(64, load_default=None)
    source = fields.String(load_default="manual", validate=one_of(*BY_HAND))
    reference = Words(100, load_default=None, metadata={"description": "number of the audit or of the recall"})
    clause = Words(100, load_default=None, metadata={"description": "clause that the audit found not fulfilled"})

    @validates_schema
    def named(self, data: Mapping[str, Any], **_more: Any) -> None:
        """An audit has a number and a clause, a recall a number."""
        wanted = {"audit": ("reference", "clause"), "recall": ("reference",)}.get(data.get("source", ""), ())
        missing = {
            name: [N_("Say which: number of the audit or recall; of an audit also the clause.")] for name in wanted if not data.get(name)
        }
        if missing:
            raise ValidationError(missing)


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
    meaning = fields.String(load_default="approved", validate=one_of(*MEANINGS))
    thanks = Words(4000, load_default=None)


class WithReasonIn(StrictSchema):
    """A decision with its reason."""

    reason = Words(4000, required=True)


class ReopeningOut(Schema):
    """Why it was taken up again."""

    at = fields.AwareDateTime()
    by = fields.String()
    reason = fields.String()


class SimilarArgs(Schema):
    """What is looked for among earlier reports."""

    text = fields.String(load_default="")
    product = fields.String(load_default=None)
    defect_code = fields.String(load_default=None)


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
    reference = fields.String()
    clause = fields.String()
    joined_into = fields.String()
    five_w = fields.Dict(keys=fields.String(), values=fields.String())
    boundaries = fields.List(fields.Dict())
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
    signed_as = fields.String()
    signed_meaning = fields.String()
    thanks = fields.String()
    created_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime()


class CapaDetailsOut(CapaOut):
    """… with its team, quantities, causes, actions, read-across, and why it was reopened."""

    members = fields.List(fields.Nested(MemberOut))
    places = fields.List(fields.Nested(PlaceOut))
    causes = fields.List(fields.Nested(CauseOut))
    actions = fields.List(fields.Nested(ActionOut))
    read_across_entries = fields.List(fields.Nested(EntryOut))
    reopenings = fields.List(fields.Nested(ReopeningOut))


class SimilarOut(Schema):
    """An earlier report like this one, and why."""

    capa = fields.Nested(CapaOut)
    same_product = fields.Boolean()
    same_defect = fields.Boolean()
    likeness = fields.Float()
