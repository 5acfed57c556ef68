"""What API and forms take and give of the read-across."""

from __future__ import annotations

from marshmallow import fields, validate

from kesu_capa.permissions import DEPARTMENTS
from kesu_capa.spread.model import KINDS, SPREAD_STATES
from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs


class EntryIn(StrictSchema):
    """Something else that it may apply to."""

    kind = fields.String(required=True, validate=one_of(*KINDS))
    what = Words(500, required=True)
    department = fields.String(required=True, validate=one_of(*DEPARTMENTS))
    site = Words(16, load_default=None)
    due_on = fields.Date(load_default=None)


class SpreadIn(StrictSchema):
    """D7."""

    entries = fields.List(fields.Nested(EntryIn), required=True, validate=validate.Length(max=50))


class EntryOut(RecordOut):
    """One entry of the read-across."""

    capa = fields.String()
    kind = fields.String()
    what = fields.String()
    department = fields.String()
    due_on = fields.Date()
    outcome = fields.String()
    done_by = fields.String()
    done_at = fields.AwareDateTime()


class OutcomeIn(StrictSchema):
    """What was done there, or why it does not apply."""

    outcome = Words(4000, required=True)


class EntryListArgs(PageArgs):
    """Filters of the read-across."""

    q = fields.String()
    state = fields.String(metadata={"enum": list(SPREAD_STATES.states)})
    kind = fields.String(metadata={"enum": list(KINDS)})
    department = fields.String()
    site = fields.String()
    capa = fields.String()
