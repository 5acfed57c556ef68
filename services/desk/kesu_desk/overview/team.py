"""How effective the after-sales team is (clause 4.1.2-c): first reply, resolution, reopening, workload; per month, department, person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Float, case, cast, func, literal_column, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.people.actors import Actor, at_sites
from kesu_desk.cases.model import TimelineEntry
from kesu_desk.my_work.model import WorkItem
from kesu_desk.people.model import Person
from kesu_desk.permissions import SEE_OVERVIEW


@dataclass(frozen=True)
class Month:
    """The complaints registered in one month at one site. Times are medians in hours, `None` while nothing has got so far."""

    site: str
    month: str
    complaints: int
    first_reply_hours: float | None
    resolution_hours: float | None
    closed: int
    reopened: int


@dataclass(frozen=True)
class Workload:
    """The tasks that one person (or, with `person` None, a department) has ended, and has open, in the period."""

    site: str
    role: str
    person: str | None
    done: int
    in_time: int
    open: int


def months(session: Session, actor: Actor, *, site: str | None = None, since: datetime | None = None) -> list[Month]:
    """By site and month of registration, the latest first; the last 365 days unless `since` is given."""
    since = since or clock.now() - timedelta(days=365)

    def first(*topics: str) -> Any:
        return func.min(TimelineEntry.at).filter(TimelineEntry.topic.in_(topics))

    per_case = (
        select(
            func.min(TimelineEntry.site).label("site"),
            first("complaint.registered").label("registered"),
            first("complaint.replied").label("replied"),
            first("complaint.closed").label("closed"),
            func.count().filter(TimelineEntry.topic.in_(("complaint.reopened", "complaint.disputed"))).label("reopened"),
        )
        .where(TimelineEntry.topic.startswith("complaint."), at_sites(actor, SEE_OVERVIEW, TimelineEntry.site))
        .group_by(TimelineEntry.case_number)
        .subquery()
    )
    one = per_case.c
    month = func.to_char(one.registered, literal_column("'YYYY-MM'"))

    def median_hours(until: Any) -> Any:
        hours = cast(func.extract("epoch", until - one.registered), Float) / 3600.0
        return func.percentile_cont(0.5).within_group(hours.asc())

    statement = (
        select(
            one.site,
            month,
            func.count(),
            median_hours(one.replied),
            median_hours(one.closed),
            func.count(one.closed),
            func.count().filter(one.reopened > 0),
        )
        .where(one.registered >= since, *([one.site == site] if site else []))
        .group_by(one.site, month)
        .order_by(month.desc(), one.site)
    )
    return [Month(*row) for row in session.execute(statement)]


def workload(session: Session, actor: Actor, *, site: str | None = None, since: datetime | None = None) -> Sequence[Workload]:
    """Who has done, and has to do, how much: per site, department and person, the last 90 days unless `since` is given.

    What ended by itself, or by a customer's answer, counts for the department, not for a person.
    """
    since = since or clock.now() - timedelta(days=90)
    colleague = select(Person.number).where(Person.number == WorkItem.done_by).scalar_subquery()
    person = case((WorkItem.done_by.is_(None), WorkItem.assignee), else_=colleague)
    ended = WorkItem.state != "open"
    at_site = [WorkItem.site == site] if site else []
    statement = (
        select(
            WorkItem.site,
            WorkItem.role,
            person,
            func.count().filter(ended),
            func.count().filter(ended, WorkItem.in_time.is_(True)),
            func.count().filter(~ended),
        )
        .where(at_sites(actor, SEE_OVERVIEW, WorkItem.site), (~ended) | (WorkItem.done_at >= since), *at_site)
        .group_by(WorkItem.site, WorkItem.role, person)
        .order_by(WorkItem.site, WorkItem.role, func.count().desc())
    )
    return [Workload(*row) for row in session.execute(statement)]
