"""Reading plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_survey.permissions import READ
from kesu_survey.plans.model import Plan

SORTS = {"created_at": Plan.created_at, "number": Plan.number, "year": Plan.year}


def plan_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Plan:
    """The plan with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    statement = scoped(select(Plan).where(Plan.number == number), actor, READ, Plan.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(N_("There is no survey plan “%(number)s”."), number=number)
    return found


def plans(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `state`, `site`, `year`."""
    statement = scoped(select(Plan), actor, READ, Plan.site)
    for name, column in (("state", Plan.state), ("site", Plan.site), ("year", Plan.year)):
        if value := args.get(name):
            statement = statement.where(column == value)
    return statement
