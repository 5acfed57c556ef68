"""The buttons *take* and *give back*, pressed on desk's page and on the record's: the owning service does it and sends the browser back."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, request

from kesu_common.tasks import commands
from kesu_common.tasks.permissions import TAKE_TASK
from kesu_common.tasks.queries import task_for
from kesu_common.web.access import allow
from kesu_common.web.current import current_actor, current_runtime, current_session
from kesu_common.web.pages import see_other

blueprint = Blueprint("tasks", __name__)


@blueprint.post("/tasks/<uuid:task_id>/take")
@allow(TAKE_TASK)
def take(task_id: UUID) -> Response:
    """Put the person's name on the task."""
    commands.take_task(current_session(), current_actor(), task_for(current_session(), current_actor(), task_id))
    return _back()


@blueprint.post("/tasks/<uuid:task_id>/release")
@allow(TAKE_TASK)
def release(task_id: UUID) -> Response:
    """Give the task back to the department."""
    commands.release_task(current_session(), current_actor(), task_for(current_session(), current_actor(), task_id))
    return _back()


def _back() -> Response:
    """To where the button was, if that is a page of this installation; else to the person's desk."""
    settings = current_runtime().settings
    origin = request.referrer or ""
    ours = {urlsplit(settings.public_url).netloc, *(urlsplit(base).netloc for base in settings.links.values()), request.host}
    return see_other(origin if urlsplit(origin).netloc in ours else settings.link("desk"))
