"""The worker's clock job: states when open work becomes pressing, overdue and escalated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock, journal
from kesu_common.people.actors import Actor
from kesu_common.tasks.events import LEVEL_EVENTS, facts_of
from kesu_common.tasks.model import LEVELS, Level, Task

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime

BATCH = 100


def escalate_due(runtime: Runtime) -> int:
    """State every level that open tasks have reached by now, each once; returns how many were stated.

    Safe with several workers at a time: each takes tasks that no other has in hand. After a stop, or a clock that jumped ahead, all
    levels that were passed are stated in order; a clock that jumped back states nothing twice.
    """
    actor = Actor.service(runtime.service.name)
    stated = 0
    while True:
        with runtime.database.transaction() as session:
            batch = _escalate_batch(session, actor)
        for level in batch:
            if level.to is not None:
                runtime.metrics.tasks_escalated.labels(level.to).inc()
        stated += len(batch)
        if not batch:
            return stated


def _escalate_batch(session: Session, actor: Actor) -> list[Level]:
    """State what is due for one batch of tasks; returns the levels that were stated."""
    now = clock.now()
    reached = select(Task).where(Task.state == "open", Task.next_at <= now).order_by(Task.next_at).limit(BATCH)
    stated: list[Level] = []
    for task in session.scalars(reached.with_for_update(skip_locked=True)):
        while task.next_at is not None and task.next_at <= now:
            index = task.level
            task.level = index + 1
            task.next_at = task.level_at(task.level)
            more = {} if LEVELS[index].to is None else {"to": LEVELS[index].to}
            journal.record(session, actor, LEVEL_EVENTS[index], task, {**facts_of(task), **more}, case=task.case_number)
            stated.append(LEVELS[index])
    return stated
