"""What desk hears: everything. Facts become the case file, tasks become my work; its own are heard like those of others."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from kesu_common.events import Event, Reaction, WholeSchema
from kesu_common.tasks import TASK_EVENTS
from kesu_desk.cases.commands import keep_entry, keep_fact, topic_of
from kesu_desk.events import INSTRUCTION_ANSWERED, INSTRUCTION_GIVEN
from kesu_desk.my_work.commands import TaskHeard, keep_task

IN_THE_CASE_FILE = {"task.overdue", "task.escalated"}
"""Facts about tasks that the case file tells; the others are only seen in the list of tasks."""


def on_fact(session: Session, event: Event) -> None:
    """Take any fact into the case file."""
    keep_fact(session, event)


def on_task(session: Session, event: Event) -> None:
    """Take a fact about a task into my work, and into the case file when somebody is late."""
    keep_task(session, event)
    if event.case and topic_of(event) in IN_THE_CASE_FILE:
        keep_entry(session, event, event.case)


REACTIONS: Mapping[str, Reaction] = {
    "*": Reaction(WholeSchema, on_fact),
    **{event.type: Reaction(TaskHeard, on_task) for event in TASK_EVENTS},
    INSTRUCTION_GIVEN.type: Reaction(WholeSchema, on_fact),
    INSTRUCTION_ANSWERED.type: Reaction(WholeSchema, on_fact),
}
