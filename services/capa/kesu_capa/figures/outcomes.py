"""What counts for the rates: one outcome, good or not, of each verified report, deadline and report that worked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from kesu_capa import tasks
from kesu_capa.capas.model import Capa
from kesu_capa.permissions import READ
from kesu_common import clock
from kesu_common.people.actors import Actor, scoped
from kesu_common.tasks import Task, TaskKind

DEADLINES: dict[str, TaskKind] = {"d3": tasks.CONTAIN, "plan": tasks.PLAN, "actions": tasks.DO, "closure": tasks.CLOSE}
"""On-time rates: their name → the work whose due time counts."""
_CANCELLED = "cancelled"


@dataclass(frozen=True)
class Outcome:
    """One case of a rate: where, whose, when, and whether it went well."""

    site: str
    department: str
    at: datetime
    good: bool


def effective(session: Session, actor: Actor, since: datetime) -> list[Outcome]:
    """Every judgement of the effect since then: whether the actions worked (clause 4.1.3.6)."""
    wanted = (
        select(Capa.site, Capa.responsible_department, Task.done_at, Task.outcome == "effective")
        .join(Capa, Capa.number == Task.subject)
        .where(Task.kind == tasks.VERIFY.name, Task.state == "done", Task.done_at >= since)
        .where(Task.outcome.in_(("effective", "not_effective")))
    )
    return _outcomes(session.execute(scoped(wanted, actor, READ, Capa.site)))


def in_time(session: Session, actor: Actor, kind: TaskKind, since: datetime) -> list[Outcome]:
    """Every work of that kind since then: on the day when it was done in time; on its due day when it was not, or is still open."""
    now = clock.now()
    good = and_(Task.done_at.is_not(None), Task.done_at <= Task.due_at)
    decided = or_(Task.state == "done", and_(Task.state == "open", Task.due_at < now))
    at = func.least(Task.done_at, Task.due_at)  # of the two whichever is known
    wanted = select(Task.site, Task.role, at, good).where(Task.kind == kind.name, at >= since, decided)
    return _outcomes(session.execute(scoped(wanted.where(func.coalesce(Task.outcome, "") != _CANCELLED), actor, READ, Task.site)))


def repeated(session: Session, actor: Actor, since: datetime, days: int) -> list[Outcome]:
    """Every report that was judged effective since then, once: good is that it has come again.

    It has when it was reopened later, or another was opened for the same defect of the same product within `days`.
    """
    verified = (
        select(Task.subject, func.min(Task.done_at).label("at"))
        .where(Task.kind == tasks.VERIFY.name, Task.state == "done", Task.outcome == "effective")
        .group_by(Task.subject)
        .having(func.min(Task.done_at) >= since)
        .subquery()
    )
    other = aliased(Capa)
    same = and_(other.site == Capa.site, other.product == Capa.product, other.defect_code == Capa.defect_code, other.id != Capa.id)
    within = and_(other.created_at > verified.c.at, other.created_at <= verified.c.at + timedelta(days=days))
    again = or_(Capa.reopened_because.is_not(None), exists(select(other.id).where(same, within)))
    wanted = select(Capa.site, Capa.responsible_department, verified.c.at, again).join(verified, verified.c.subject == Capa.number)
    return _outcomes(session.execute(scoped(wanted, actor, READ, Capa.site)))


def _outcomes(rows: Iterable[Sequence[object]]) -> list[Outcome]:
    return [Outcome(*row) for row in rows]  # type: ignore[arg-type]  # columns of the statements above
