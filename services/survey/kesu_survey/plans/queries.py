"""Reading plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_survey.permissions import READ
from kesu_survey.plans.model import Plan

SORTS = {"created_at": Plan.created_at, "number": Plan.number, "year": Plan.year}
FILTERS = {"state": Plan.state, "site": Plan.site, "year": Plan.year}
"""Query argument → the column that must equal it."""


def plan_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Plan:
    """The plan with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Plan, number, N_("There is no survey plan “%(number)s”."), lock=lock)


def plans(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`, `year`."""
    return records(actor, READ, Plan, args, FILTERS)
