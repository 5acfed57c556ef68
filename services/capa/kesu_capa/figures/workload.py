"""How much the departments have in hand: open actions, overdue ones, and by the week in which they are due."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_capa.actions.model import PlannedAction
from kesu_capa.permissions import DEPARTMENTS, READ
from kesu_common import clock
from kesu_common.people.actors import Actor, scoped
from kesu_common.people.copies import sites_of

WEEKS = 6


@dataclass(frozen=True)
class Load:
    """A department's open actions: how many, how many overdue or without a date, and how many are due in each of the coming weeks."""

    department: str
    open: int
    overdue: int
    undated: int
    weeks: Sequence[int]
    later: int


@dataclass(frozen=True)
class Workload:
    """The Mondays of the coming weeks, the first that of this one, and every department's load."""

    mondays: Sequence[date]
    departments: Sequence[Load]


def workload(session: Session, actor: Actor, site: str | None = None) -> Workload:
    """Open actions at the sites that the actor may see, by department; overdue by each site's own day."""
    wanted = select(PlannedAction.department, PlannedAction.site, PlannedAction.due_on).where(PlannedAction.state == "open")
    if site:
        wanted = wanted.where(PlannedAction.site == site)
    today = {known.code: clock.now().astimezone(known.worktime().zone).date() for known in sites_of(session)}
    first = max(today.values(), default=clock.now().date())
    mondays = [first - timedelta(days=first.weekday()) + timedelta(weeks=week) for week in range(WEEKS)]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for department, where, due_on in session.execute(scoped(wanted, actor, READ, PlannedAction.site)):
        counts[department].update(["open", _when(due_on, today[where], mondays)])
    return Workload(mondays, [_load(department, counts[department]) for department in DEPARTMENTS])


def _when(due_on: date | None, today: date, mondays: Sequence[date]) -> str:
    if due_on is None:
        return "undated"
    if due_on < today:
        return "overdue"
    week = (due_on - mondays[0]).days // 7
    return str(max(week, 0)) if week < WEEKS else "later"


def _load(department: str, counts: Mapping[str, int]) -> Load:
    weeks = [counts.get(str(week), 0) for week in range(WEEKS)]
    whole, overdue, undated, later = (counts.get(name, 0) for name in ("open", "overdue", "undated", "later"))
    return Load(department, whole, overdue, undated, weeks, later)
