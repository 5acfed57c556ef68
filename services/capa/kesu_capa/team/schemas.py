"""What API and forms take and give of the team (D1)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kesu_capa.permissions import DEPARTMENTS
from kesu_common.schemas import StrictSchema, Words, one_of


class MemberIn(StrictSchema):
    """One of the team."""

    name = Words(200, required=True)
    department = fields.String(load_default=None, validate=one_of(*DEPARTMENTS, "lead", "gm"))
    duty = Words(500, load_default=None)


class LeaderIn(StrictSchema):
    """D1."""

    leader = Words(200, required=True)
    team = Words(2000, load_default=None)
    department = fields.String(load_default=None, validate=one_of(*DEPARTMENTS))
    sponsor = Words(200, load_default=None)
    members = fields.List(fields.Nested(MemberIn), load_default=list, validate=validate.Length(max=50))


class MemberOut(Schema):
    """One of the team."""

    name = fields.String()
    department = fields.String()
    part = fields.String()
    duty = fields.String()
