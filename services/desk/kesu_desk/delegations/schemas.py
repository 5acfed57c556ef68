"""Delegations going in and out."""

from __future__ import annotations

from marshmallow import fields

from kesu_common.people.delegations import DELEGABLE
from kesu_common.schemas import RecordOut, StrictSchema, Words, one_of
from kesu_common.web.paging import PageArgs
from kesu_desk.delegations.model import DELEGATION_STATES


class DelegationIn(StrictSchema):
    """Whom one lets act, in which role, where, and how long."""

    deputy = Words(64, required=True, metadata={"description": "login of a colleague"})
    role = fields.String(required=True, validate=one_of(*DELEGABLE))
    site = Words(16, required=True, metadata={"description": "a site, or * for all where the role is held for all"})
    begins_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    reason = Words(500, required=True)


class DelegationOut(RecordOut):
    """A delegation; `phase` is to_come, in_force or ended."""

    giver = fields.String()
    giver_name = fields.String()
    deputy = fields.String()
    deputy_name = fields.String()
    role = fields.String()
    begins_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    reason = fields.String()
    phase = fields.String()
    ended_at = fields.AwareDateTime(allow_none=True)
    how = fields.String(allow_none=True)


class DelegationListArgs(PageArgs):
    """Filters of the list."""

    state = fields.String(validate=one_of(*DELEGATION_STATES.states))
    giver = Words(64)
    deputy = Words(64)
