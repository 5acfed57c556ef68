"""Facts about work items; each service states them about its own."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kesu_common.events import EventType
from kesu_common.i18n import translate
from kesu_common.tasks.model import Task


class TaskFact(Schema):
    """What every fact about a task tells: what, for whom, until when; titles in both languages, times UTC."""

    task = fields.UUID(required=True)
    kind = fields.String(required=True)
    subject = fields.String(required=True)
    site = fields.String(required=True)
    case = fields.String(required=True, allow_none=True)
    role = fields.String(required=True)
    assignee = fields.String(required=True, allow_none=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    page = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    start_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    provisional = fields.Boolean(required=True)
    why = fields.List(fields.Dict(), required=True)
    level = fields.Integer(required=True)


class TaskEscalated(TaskFact):
    """… and to whom it was put: `lead` or `gm`."""

    to = fields.String(required=True)


class TaskDone(TaskFact):
    """… and how it ended: `outcome` in a word (`cancelled` for one that was not needed any more), when, by whom, in time or not."""

    outcome = fields.String(required=True)
    done_at = fields.AwareDateTime(required=True)
    done_by = fields.String(required=True)
    in_time = fields.Boolean(required=True)


_EXAMPLE: dict[str, Any] = {
    "task": "01935d7e-8a40-7c11-b0a4-6a1f9c3f2b10",
    "kind": "complaint.dispatch",
    "subject": "KS-SZ-2026-000123",
    "site": "SZ",
    "case": "KS-SZ-2026-000123",
    "role": "sales",
    "assignee": None,
    "title_zh": "分发客诉 KS-SZ-2026-000123",
    "title_en": "Dispatch complaint KS-SZ-2026-000123",
    "page": "/complaints/KS-SZ-2026-000123",
    "opened_at": "2026-11-23T01:00:00+00:00",
    "start_at": "2026-11-23T01:00:00+00:00",
    "due_at": "2026-11-23T06:00:00+00:00",
    "provisional": False,
    "why": [{"kind": "start", "message": "Starts %(at)s", "params": {"at": "2026-11-23 09:00"}}],
    "level": 0,
}

TASK_OPENED = EventType(
    type="kesu.task.opened.v1", schema=TaskFact, example=_EXAMPLE, summary="Work was given to a department, with a due time"
)
TASK_ASSIGNED = EventType(
    type="kesu.task.assigned.v1",
    schema=TaskFact,
    example={**_EXAMPLE, "assignee": "li.wei"},
    summary="Somebody took the work, or gave it back",
)
TASK_DUE_SOON = EventType(
    type="kesu.task.due_soon.v1", schema=TaskFact, example={**_EXAMPLE, "level": 1}, summary="Three quarters of the working time have run"
)
TASK_OVERDUE = EventType(type="kesu.task.overdue.v1", schema=TaskFact, example={**_EXAMPLE, "level": 2}, summary="The due time has passed")
TASK_ESCALATED = EventType(
    type="kesu.task.escalated.v1",
    schema=TaskEscalated,
    example={**_EXAMPLE, "level": 3, "to": "lead"},
    summary="The work is so late that the lead, later the general manager, is told",
)
TASK_DONE = EventType(
    type="kesu.task.done.v1",
    schema=TaskDone,
    example={**_EXAMPLE, "outcome": "dispatched", "done_at": "2026-11-23T03:10:00+00:00", "done_by": "li.wei", "in_time": True},
    summary="The work was done, or is not needed any more (outcome cancelled)",
)

TASK_EVENTS = (TASK_OPENED, TASK_ASSIGNED, TASK_DUE_SOON, TASK_OVERDUE, TASK_ESCALATED, TASK_DONE)
LEVEL_EVENTS = (TASK_DUE_SOON, TASK_OVERDUE, TASK_ESCALATED, TASK_ESCALATED)
"""The fact that is stated when the level with the same index in `model.LEVELS` is reached."""


def facts_of(task: Task) -> dict[str, Any]:
    """The payload of `TaskFact` for `task`, with the title rendered in both languages."""
    return {
        "task": task.id,
        "kind": task.kind,
        "subject": task.subject,
        "site": task.site,
        "case": task.case_number,
        "role": task.role,
        "assignee": task.assignee,
        "title_zh": translate(task.title, task.params, "zh"),
        "title_en": translate(task.title, task.params, "en"),
        "page": task.page,
        "opened_at": task.opened_at,
        "start_at": task.start_at,
        "due_at": task.due_at,
        "provisional": task.provisional,
        "why": task.why,
        "level": task.level,
    }
