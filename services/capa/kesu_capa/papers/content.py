"""What the papers say beyond the report's own fields: when each step was done and by whom, and what the figures tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from kesu_capa import tasks
from kesu_capa.actions.model import PlannedAction
from kesu_capa.actions.queries import actions_of
from kesu_capa.capas.model import Capa
from kesu_capa.causes.model import Cause
from kesu_capa.causes.queries import causes_of
from kesu_capa.effect.figures import Effect, effect_of
from kesu_capa.spread.model import ReadAcross
from kesu_capa.spread.queries import entries_of
from kesu_common.tasks import Task, TaskKind
from kesu_common.tasks.queries import tasks_of


class Step(NamedTuple):
    """When a step was due, when it was done and by whose login; `None` for what has not happened."""

    due_at: datetime | None
    done_at: datetime | None
    done_by: str | None


class Content(NamedTuple):
    """The report with all that its papers show."""

    capa: Capa
    actions: Sequence[PlannedAction]
    effect: Effect | None
    contained: Step
    planned: Step
    verified: Step
    customers: Sequence[str]
    causes: Sequence[Cause]
    spread: Sequence[ReadAcross]


def content_of(session: Session, capa: Capa) -> Content:
    """Everything that the papers of a report show."""
    known = tasks_of(session, capa.number)
    return Content(
        capa,
        [action for action in actions_of(session, capa) if action.state in {"open", "done"}],
        effect_of(session, capa),
        _step(known, tasks.CONTAIN),
        _step(known, tasks.PLAN),
        _step(known, tasks.VERIFY),
        sorted({case.customer_code for case in capa.cases if case.customer_code}),
        causes_of(session, capa),
        entries_of(session, capa),
    )


def _step(known: Sequence[Task], kind: TaskKind) -> Step:
    """The last of the report's work of that kind that was not cancelled."""
    own = [task for task in known if task.kind == kind.name and task.state != "cancelled"]
    last = max(own, key=lambda task: task.opened_at, default=None)
    return Step(last.due_at, last.done_at, last.done_by) if last else Step(None, None, None)
