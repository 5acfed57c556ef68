"""What API and forms take and give of problem and containment (D2, D3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from kesu_capa.capas.model import FIVE_W
from kesu_capa.containment.model import PLACES, PROOFS
from kesu_capa.containment.queries import line_of
from kesu_common.i18n import N_
from kesu_common.schemas import Amount, Count, StrictSchema, Words, one_of
from kesu_common.web.attachments import AttachmentOut


class PlaceIn(StrictSchema):
    """How much was checked in one place."""

    place = fields.String(required=True, validate=one_of(*PLACES))
    to_check = Count(required=True)
    checked = Count(required=True)
    bad = Count(load_default=Decimal(0))
    note = Words(1000, load_default=None)

    @validates_schema
    def within(self, data: Mapping[str, Any], **_more: Any) -> None:
        """No more is bad than was checked, no more checked than there is."""
        if data["checked"] > data["to_check"]:
            raise ValidationError(N_("More was checked than there is to check."), "checked")
        if data["bad"] > data["checked"]:
            raise ValidationError(N_("More was found bad than was checked."), "bad")


class BoundaryIn(StrictSchema):
    """Is / is not: what it is that is wrong, what could be and is not."""

    aspect = Words(200, required=True)
    affected = Words(1000, load_default=None, data_key="is", attribute="is")
    not_affected = Words(1000, load_default=None, data_key="is_not", attribute="is_not")
    difference = Words(1000, load_default=None)


FiveWIn = StrictSchema.from_dict({name: Words(2000) for name in FIVE_W}, name="FiveWIn")
"""5W2H: each answer as far as it is known."""


class ContainIn(StrictSchema):
    """D2 and D3."""

    problem = Words(10000, required=True)
    containment = Words(10000, required=True)
    in_stock = Amount(load_default=None)
    in_transit = Amount(load_default=None)
    at_customer = Amount(load_default=None)
    places = fields.List(fields.Nested(PlaceIn), load_default=list)
    five_w = fields.Nested(FiveWIn, load_default=None)
    boundaries = fields.List(fields.Nested(BoundaryIn), load_default=None, validate=validate.Length(max=20))


class ProofArgs(StrictSchema):
    """What the file proves."""

    kind = fields.String(load_default=None, validate=one_of(*PROOFS))
    line = fields.Integer(load_default=None, metadata={"description": "the action whose evidence it is"})

    @post_load
    def fitting(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """What belongs to an action is evidence; what is said to be nothing else proves the containment."""
        if data["line"] is not None and data["kind"] == "containment":
            raise ValidationError(N_("The proof of an action is evidence."), "kind")
        return {**data, "kind": data["kind"] or ("containment" if data["line"] is None else "evidence")}


class ProofOut(AttachmentOut):
    """A file, and the action that it belongs to."""

    line = fields.Function(line_of, metadata={"type": "integer", "nullable": True})


class PlaceOut(Schema):
    """Quantities of one place."""

    place = fields.String()
    to_check = Count()
    checked = Count()
    bad = Count()
    note = fields.String()
