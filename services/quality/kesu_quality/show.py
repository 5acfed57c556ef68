"""What the pages of all records of this service share: the frame of a record, and of an operation's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, g

from kesu_common.people.copies import site_of
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.current import current_actor, current_session
from kesu_common.web.forms import FormState
from kesu_common.web.operations import Operation, Operations
from kesu_common.web.pages import render
from kesu_common.web.timeline import timeline_of
from kesu_common.web.translations import language
from kesu_quality.words import FACTS


def record_page(template: str, operations: Operations[Any], thing: Any, **context: Any) -> Response:
    """A record: where it stands, what is next, what this actor may do now, its history; times are those of its site."""
    session, actor = current_session(), current_actor()
    g.timezone = site_of(session, thing.site).timezone
    return render(
        template, thing=thing, operations=operations.offered(session, actor, thing), tasks=tasks_of(session, thing.number, only_open=True),
        timeline=timeline_of(session, thing.number, FACTS), lang=language(), **context,
    )  # fmt: skip


def operation_form(
    things: str, endpoint: str, context: Callable[[Any], Mapping[str, Any]]
) -> Callable[[Operation[Any], Any, FormState, int], Response]:
    """How the forms of a record's operations are shown: `endpoint` is the record's page, `context` what they need beside the fields."""

    def show(operation: Operation[Any], thing: Any, form: FormState, status: int) -> Response:
        more = {"things": things, "endpoint": endpoint, "lang": language(), **context(thing)}
        return render(str(operation.template), status=status, operation=operation, thing=thing, form=form, **more)

    return show
