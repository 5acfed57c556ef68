"""Work items over REST, the same in every service: list, take, give back, assign."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from kesu_common.people.actors import scoped
from kesu_common.schemas import StrictSchema, Words
from kesu_common.tasks import commands
from kesu_common.tasks.model import STATES, Task
from kesu_common.tasks.permissions import ASSIGN_TASK, READ_TASKS, TAKE_TASK
from kesu_common.tasks.queries import task_for
from kesu_common.web.access import allow
from kesu_common.web.api import ApiBlueprint
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.etags import check_match, send_etag
from kesu_common.web.paging import PageArgs, paginate, send_links


class TaskQuery(PageArgs):
    """Filters of the list."""

    state = fields.String(load_default="open", validate=validate.OneOf(STATES.states))
    role = fields.String()
    site = fields.String()
    subject = fields.String(metadata={"description": "number of the record that the work is about"})
    assignee = fields.String(metadata={"description": "login of the one who took it"})


class TaskOut(Schema):
    """A work item as callers see it."""

    id = fields.UUID()
    kind = fields.String()
    subject = fields.String()
    site = fields.String()
    case = fields.String(attribute="case_number", allow_none=True)
    role = fields.String()
    assignee = fields.String(allow_none=True)
    state = fields.String()
    page = fields.String(metadata={"description": "page on which it is done, below the service's prefix"})
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime()
    provisional = fields.Boolean(metadata={"description": "a year whose holidays are not announced yet is involved"})
    why = fields.List(fields.Dict(), metadata={"description": "how the due time was counted"})
    level = fields.Integer(metadata={"description": "1 due soon, 2 overdue, 3 with the lead, 4 with the general manager"})
    outcome = fields.String(allow_none=True)
    done_at = fields.AwareDateTime(allow_none=True)
    done_by = fields.String(allow_none=True)


class AssignIn(StrictSchema):
    """Whose name goes on the task."""

    login = Words(64, required=True)


def tasks_api() -> ApiBlueprint:
    """A fresh blueprint `/api/v1/tasks`."""
    api = ApiBlueprint("tasks", __name__, description="Work items of this service")

    @api.get("")
    @api.arguments(TaskQuery, location="query")
    @api.response(200, TaskOut(many=True))
    @allow(READ_TASKS)
    def list_tasks(args: dict[str, Any]) -> Any:
        """Work items, the most urgent first."""
        statement = scoped(select(Task), current_actor(), READ_TASKS, Task.site).where(Task.state == args["state"])
        for name in ("role", "site", "subject", "assignee"):
            if name in args:
                statement = statement.where(getattr(Task, name) == args[name])
        page = paginate(current_session(), statement, {"due_at": Task.due_at}, identity=Task.id, args=args, default="due_at")
        send_links(page)
        return page.items

    @api.get("/<uuid:task_id>")
    @api.response(200, TaskOut)
    @allow(READ_TASKS)
    def get_task(task_id: UUID) -> Task:
        """One work item."""
        task = task_for(current_session(), current_actor(), task_id)
        send_etag(task)
        return task

    @api.post("/<uuid:task_id>/take")
    @api.response(200, TaskOut)
    @allow(TAKE_TASK)
    def take(task_id: UUID) -> Task:
        """Put the caller's name on it."""
        task = task_for(current_session(), current_actor(), task_id)
        check_match(task)
        send_etag(task)
        return commands.take_task(current_session(), current_actor(), task)

    @api.post("/<uuid:task_id>/release")
    @api.response(200, TaskOut)
    @allow(TAKE_TASK)
    def release(task_id: UUID) -> Task:
        """Give it back to the department."""
        task = task_for(current_session(), current_actor(), task_id)
        check_match(task)
        send_etag(task)
        return commands.release_task(current_session(), current_actor(), task)

    @api.post("/<uuid:task_id>/assign")
    @api.arguments(AssignIn)
    @api.response(200, TaskOut)
    @allow(ASSIGN_TASK)
    def assign(body: dict[str, Any], task_id: UUID) -> Task:
        """Put somebody else's name on it."""
        task = task_for(current_session(), current_actor(), task_id)
        check_match(task)
        send_etag(task)
        return commands.assign_task(current_session(), current_actor(), task, body["login"])

    return api
