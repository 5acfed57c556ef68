"""Reading work items: one, those of a record, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_common.tasks.model import Task
from kesu_common.tasks.permissions import READ_TASKS


def task_for(session: Session, actor: Actor, task_id: UUID) -> Task:
    """The task with this id, if it is at a site that the actor may see. Raises `NotFound`."""
    task = session.scalar(scoped(select(Task).where(Task.id == task_id), actor, READ_TASKS, Task.site))
    if task is None:
        raise NotFound(N_("There is no such task."))
    return task


def tasks_of(session: Session, subject: str, *, only_open: bool = False) -> Sequence[Task]:
    """The tasks about the record with this number, the most urgent first, ended ones last."""
    statement = select(Task).where(Task.subject == subject).order_by(Task.state != "open", Task.due_at, Task.id)
    return session.scalars(statement.where(Task.state == "open") if only_open else statement).all()


def task_figures(session: Session) -> Iterable[tuple[str, dict[str, str], float]]:
    """Name, labels and value of the gauges `tasks_open` and `tasks_overdue`, per kind and site."""
    overdue = func.count().filter(Task.due_at < clock.now())
    rows = session.execute(select(Task.kind, Task.site, func.count(), overdue).where(Task.state == "open").group_by(Task.kind, Task.site))
    for kind, site, number, late in rows:
        yield ("tasks_open", {"kind": kind, "site": site}, number)
        yield ("tasks_overdue", {"kind": kind, "site": site}, late)
