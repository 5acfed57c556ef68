"""Opening, taking and ending work items. Called by the commands of the services, in their transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock, journal
from kesu_common.database.rows import insert_unless
from kesu_common.errors import Conflict, Forbidden
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import Site, site_of
from kesu_common.tasks.events import TASK_ASSIGNED, TASK_DONE, TASK_OPENED, facts_of
from kesu_common.tasks.kinds import DueRule, TaskKind
from kesu_common.tasks.model import LEVELS, STATES, Task
from kesu_common.worktime import Due, Step

CANCELLED = "cancelled"
_UNDECIDED = {"done_at": None, "done_by": None, "outcome": None}
_ONE_OPEN = "(kind, subject, role) WHERE state = 'open'"


def open_task(
    session: Session,
    actor: Actor,
    kind: TaskKind,
    *,
    subject: str,
    site: str,
    case: str | None = None,
    role: str | None = None,
    start: datetime | None = None,
    due_at: datetime | None = None,
    rule: DueRule | None = None,
    assignee: str | None = None,
    params: Mapping[str, Any] | None = None,
) -> Task:
    """Give work of `kind` about `subject` (a record's number) to `role` (default: the kind's first) and state it.

    Due by the site's rule or the kind's default, counted in the site's working time from `start` (default now), unless `due_at` was agreed;
    a `rule` that is given counts before both.
    The title is filled with `params` and `subject`. While such a task is open for the same role, opening it again returns it unchanged.
    Raises `Invalid` for a site that this service has not heard of.
    """
    now = clock.now()
    start = start or now
    of_site = site_of(session, site)
    due = _agreed(of_site, start, due_at) if due_at else (rule or kind.rule_at(of_site.targets)).due(of_site.worktime(), start)
    filled = {**(params or {}), "subject": subject}
    levels = {level.column: due.at_share(level.share) if due.at > due.start else due.at for level in LEVELS}
    values = {
        "id": uuid7(),
        "kind": kind.name,
        "subject": subject,
        "site": site,
        "case_number": case,
        "role": role or kind.roles[0],
        "assignee": assignee,
        "state": STATES.initial,
        "title": kind.title,
        "params": filled,
        "page": kind.path(subject, filled),
        "opened_at": now,
        "start_at": start,
        **levels,
        "provisional": due.provisional,
        "why": due.to_json()["why"],
        "level": 0,
        "next_at": levels[LEVELS[0].column],
        "version": 1,
    }
    opened = insert_unless(session, Task, {**values, **_UNDECIDED}, _ONE_OPEN)
    if opened is None:
        return session.scalars(_open(kind, subject, values["role"])).one()
    _state(session, actor, TASK_OPENED, opened)
    return opened


def finish_task(
    session: Session, actor: Actor, kind: TaskKind, subject: str, outcome: str = "done", *, role: str | None = None
) -> Sequence[Task]:
    """End the open work of `kind` about `subject` (of every role, unless one is named) and state the outcome.

    Returns what was ended: nothing when none was open, because work may be done before anybody was told to.
    """
    tasks = session.scalars(_open(kind, subject, role).with_for_update()).all()
    for task in tasks:
        _end(session, actor, task, "finish", outcome)
    return tasks


def cancel_task(session: Session, actor: Actor, kind: TaskKind, subject: str, *, role: str | None = None) -> Sequence[Task]:
    """End open work that is not needed any more; stated as done with the outcome `cancelled`."""
    tasks = session.scalars(_open(kind, subject, role).with_for_update()).all()
    for task in tasks:
        _end(session, actor, task, "cancel", CANCELLED)
    return tasks


def reopen_task(session: Session, actor: Actor, task: Task) -> Task:
    """Open work again that was ended by mistake. Its clock has not stood still: the levels follow from the times first given."""
    STATES.apply(task, "reopen")
    task.done_at = task.done_by = task.outcome = None
    task.next_at = task.level_at(task.level)
    _state(session, actor, TASK_OPENED, task)
    return task


def take_task(session: Session, actor: Actor, task: Task) -> Task:
    """Put the actor's name on an open task. Raises `Forbidden` without its role at its site, `Conflict` when somebody else has it."""
    if not actor.has_role(task.role, task.site):
        raise Forbidden(N_("This work is for %(role)s at site %(site)s."), role=task.role, site=task.site)
    if task.assignee not in (None, actor.id):
        raise Conflict(N_("%(assignee)s has taken this already."), assignee=task.assignee)
    return _assign(session, actor, task, actor.id)


def release_task(session: Session, actor: Actor, task: Task) -> Task:
    """Take the name off an open task again; the one who has it may, and the site's lead."""
    if actor.id != task.assignee:
        _require_lead(actor, task)
    return _assign(session, actor, task, None)


def assign_task(session: Session, actor: Actor, task: Task, login: str) -> Task:
    """Put somebody else's name on an open task, as only the site's lead (or the general manager) may."""
    _require_lead(actor, task)
    return _assign(session, actor, task, login)


def _assign(session: Session, actor: Actor, task: Task, login: str | None) -> Task:
    STATES.next(task.state, "assign")
    if task.assignee != login:
        task.assignee = login
        _state(session, actor, TASK_ASSIGNED, task)
    return task


def _require_lead(actor: Actor, task: Task) -> None:
    if not (actor.has_role("lead", task.site) or actor.has_role("gm", task.site)):
        raise Forbidden(N_("Only the lead of site %(site)s may do this."), site=task.site)


def _end(session: Session, actor: Actor, task: Task, command: str, outcome: str) -> None:
    STATES.apply(task, command)
    task.done_at = clock.now()
    task.done_by = actor.id
    task.outcome = outcome
    task.next_at = None
    ended = {"outcome": outcome, "done_at": task.done_at, "done_by": actor.id, "in_time": task.done_at <= task.due_at}
    _state(session, actor, TASK_DONE, task, ended)


def _state(session: Session, actor: Actor, event: EventType, task: Task, more: Mapping[str, Any] | None = None) -> None:
    journal.record(session, actor, event, task, {**facts_of(task), **(more or {})}, case=task.case_number)


def _open(kind: TaskKind, subject: str, role: str | None) -> Select[Task]:
    statement = select(Task).where(Task.kind == kind.name, Task.subject == subject, Task.state == "open").order_by(Task.id)
    return statement if role is None else statement.where(Task.role == role)


def _agreed(site: Site, start: datetime, at: datetime) -> Due:
    """A due time that people agreed upon: taken as it is, its levels still by the site's working time."""
    calendar = site.worktime()
    why = Step("due", N_("Agreed: %(at)s"), {"at": calendar.local(at).strftime("%Y-%m-%d %H:%M")})
    return Due(at, calendar.is_provisional(calendar.local_date(at)), (why,), start, calendar)
