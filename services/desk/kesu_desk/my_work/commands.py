"""Keeping the read model of tasks: the only writer of `work_item`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from marshmallow import fields
from sqlalchemy.orm import Session

from kesu_common.database.many import insert_many
from kesu_common.events import ConsumedSchema, Event
from kesu_desk.my_work.model import WorkItem


class TaskHeard(ConsumedSchema):
    """What desk reads of a fact about a task."""

    task = fields.UUID(required=True)
    kind = fields.String(required=True)
    role = fields.String(required=True)
    assignee = fields.String(load_default=None, allow_none=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    page = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    start_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    provisional = fields.Boolean(load_default=False)
    why = fields.List(fields.Dict(), load_default=list)
    level = fields.Integer(load_default=0)
    outcome = fields.String(load_default=None, allow_none=True)
    done_at = fields.AwareDateTime(load_default=None, allow_none=True)
    done_by = fields.String(load_default=None, allow_none=True)
    in_time = fields.Boolean(load_default=None, allow_none=True)


def keep_tasks(session: Session, events: Iterable[Event]) -> None:
    """Remember each task as its latest fact describes it, unless a later one has been heard. The same fact twice changes nothing."""
    latest = {event.data["task"]: event for event in sorted(events, key=lambda event: event.sequence)}
    insert_many(session, WorkItem, [_row(task, event) for task, event in sorted(latest.items())], newer="sequence")


def _row(task: UUID, event: Event) -> dict[str, Any]:
    data = event.data
    return {
        **{name: data[name] for name in _HEARD},
        "id": task,
        "service": event.source.rsplit("/", 1)[-1],
        "subject": event.subject,
        "site": event.site,
        "case_number": event.case,
        "state": "open" if data["done_at"] is None else "done",
        "sequence": event.sequence,
    }


_HEARD = tuple(name for name in TaskHeard().fields if name != "task")
