"""Open work of a person's departments, the overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session

from kesu_capa.actions.model import PlannedAction
from kesu_capa.permissions import READ
from kesu_capa.tasks import DO, TASKS
from kesu_common import clock
from kesu_common.people.actors import ALL_SITES, Actor, scoped
from kesu_common.tasks import Task

MOST = 200


@dataclass(frozen=True)
class Work:
    """A piece of work, and the action that it is about if it is one."""

    task: Task
    action: PlannedAction | None
    mine: bool

    @property
    def overdue(self) -> bool:
        """Whether its time has passed."""
        return self.task.due_at < clock.now()

    @property
    def owner(self) -> str | None:
        """Who has taken it, else whom the plan names."""
        return self.task.assignee or (self.action.owner if self.action else None)


def my_work(session: Session, actor: Actor, *, only_mine: bool = False) -> Sequence[Work]:
    """What the actor's departments have to do at their sites, by due time; `only_mine`: what bears the actor's own name."""
    held = or_(
        false(),
        *(Task.role == grant.role if grant.site == ALL_SITES else and_(Task.role == grant.role, Task.site == grant.site)
          for grant in sorted(actor.grants, key=str)),
    )  # fmt: skip
    wanted = (
        select(Task, PlannedAction)
        .outerjoin(PlannedAction, and_(Task.kind == DO.name, PlannedAction.number == Task.subject))
        .where(Task.state == "open", Task.kind.in_([kind.name for kind in TASKS]), held)
        .order_by(Task.due_at, Task.id)
    )
    own = or_(Task.assignee == actor.id, and_(Task.assignee.is_(None), PlannedAction.owner.in_([actor.name, actor.id])))
    if only_mine:
        wanted = wanted.where(own)
    rows = session.execute(scoped(wanted, actor, READ, Task.site).limit(MOST)).all()
    names = {actor.id, actor.name} - {""}
    return [Work(task, action, (task.assignee or (action.owner if action else None) or "") in names) for task, action in rows]
