"""Whose work is what: the open tasks of one's roles, those put on one's desk by lateness, and those taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.people.actors import ALL_SITES, Action, Actor, at_sites
from kesu_desk.my_work.model import WorkItem
from kesu_desk.permissions import SEE_WORK

WHOSE = ("mine", "department", "taken", "escalated", "all")


def my_work(actor: Actor, *, whose: str = "mine", filters: Mapping[str, Any] | None = None) -> Select[WorkItem]:
    """The actor's open tasks. `whose`: `mine` (one's own, and what nobody has taken), `department` (also what colleagues have taken),
    `taken` (one's own), `escalated` (late, and with the lead or general manager), `all` (every department of one's sites).

    `filters` may hold role, site, service, case, overdue and q (part of title, number or case).
    """
    statement = select(WorkItem).where(WorkItem.state == "open", _whose(actor, whose))
    wanted = filters or {}
    for name in ("role", "site", "service"):
        if wanted.get(name):
            statement = statement.where(getattr(WorkItem, name) == wanted[name])
    if wanted.get("case"):
        statement = statement.where(WorkItem.case_number == wanted["case"])
    if wanted.get("overdue"):
        statement = statement.where(WorkItem.due_at < clock.now())
    if words := wanted.get("q"):
        places = (WorkItem.title_zh, WorkItem.title_en, WorkItem.subject, WorkItem.case_number)
        statement = statement.where(or_(*(place.icontains(words, autoescape=True) for place in places)))
    return statement


def work_figures(session: Session, actor: Actor) -> dict[str, int]:
    """How many open tasks there are of each sort, and how many of one's own are overdue."""
    figures = {whose: session.scalar(select(func.count()).select_from(my_work(actor, whose=whose).subquery())) or 0 for whose in WHOSE}
    late = my_work(actor, filters={"overdue": True}).subquery()
    return {**figures, "overdue": session.scalar(select(func.count()).select_from(late)) or 0}


def work_on(session: Session, actor: Actor, case: str) -> Sequence[WorkItem]:
    """The tasks of one case at sites that the actor may see, open ones first, by due time."""
    seen = select(WorkItem).where(WorkItem.case_number == case, at_sites(actor, SEE_WORK, WorkItem.site))
    return session.scalars(seen.order_by(WorkItem.state != "open", WorkItem.due_at, WorkItem.id)).all()


def _whose(actor: Actor, whose: str) -> ColumnElement[bool]:
    department = or_(false(), *(_held(actor, role, WorkItem.role == role) for role in _roles(actor)))
    escalated = or_(
        false(),
        _held(actor, "lead", WorkItem.level >= 3),
        _held(actor, "gm", WorkItem.level >= 4),
    )
    if whose == "taken":
        return WorkItem.assignee == actor.id
    if whose == "department":
        return department
    if whose == "escalated":
        return escalated
    if whose == "all":
        return at_sites(actor, SEE_WORK, WorkItem.site)
    free = or_(WorkItem.assignee.is_(None), WorkItem.assignee == actor.id)
    return or_(and_(department, free), WorkItem.assignee == actor.id, escalated)


def _roles(actor: Actor) -> list[str]:
    return sorted({grant.role for grant in actor.grants} - {ALL_SITES})


def _held(actor: Actor, role: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """`condition`, at the sites where the actor holds `role`."""
    sites = actor.sites(Action("", {role}))
    if not sites:
        return false()
    return and_(condition, true() if ALL_SITES in sites else WorkItem.site.in_(sorted(sites)))
