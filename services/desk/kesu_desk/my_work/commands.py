"""Keeping the read model of tasks: the only writer of `work_item`."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

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


def keep_task(session: Session, event: Event) -> None:
    """Remember a task as this fact describes it, unless a later fact has been heard. The same fact twice changes nothing."""
    data = dict(event.data)
    values = {
        **{name: data[name] for name in _HEARD},
        "id": data["task"],
        "service": event.source.rsplit("/", 1)[-1],
        "subject": event.subject,
        "site": event.site,
        "case_number": event.case,
        "state": "open" if data["done_at"] is None else "done",
        "sequence": event.sequence,
    }
    session.connection().execute(_KEEP, values)


def _keep() -> Insert:
    statement = insert(WorkItem.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
    changed = {column.name: statement.excluded[column.name] for column in WorkItem.__table__.columns if column.name != "id"}
    return statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=WorkItem.sequence < statement.excluded.sequence)


_HEARD = tuple(name for name in TaskHeard().fields if name != "task")
_KEEP = _keep()  # built once: every task of every service comes by here
