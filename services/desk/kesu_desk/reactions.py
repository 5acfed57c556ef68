"""What desk hears: everything. Facts become the case file, tasks become my work; its own are heard like those of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from kesu_common.events import Event, Reaction, WholeSchema, react_together
from kesu_common.tasks import TASK_EVENTS
from kesu_desk.cases.commands import keep_entries, keep_facts, topic_of
from kesu_desk.events import INSTRUCTION_ANSWERED, INSTRUCTION_GIVEN
from kesu_desk.my_work.commands import TaskHeard, keep_tasks

IN_THE_CASE_FILE = {"task.overdue", "task.escalated"}
"""Facts about tasks that the case file tells; the others are only seen in the list of tasks."""


def on_facts(session: Session, events: Sequence[Event]) -> None:
    """Take facts about tasks into my work (and into the case file when somebody is late), all others into the case file."""
    tasks = [event for event in events if event.type in _ABOUT_TASKS]
    keep_tasks(session, tasks)
    keep_entries(session, [(event, event.case) for event in tasks if event.case and topic_of(event) in IN_THE_CASE_FILE])
    keep_facts(session, [event for event in events if event.type not in _ABOUT_TASKS])


_ABOUT_TASKS = {event.type for event in TASK_EVENTS}

REACTIONS: Mapping[str, Reaction] = {
    "*": react_together(WholeSchema, on_facts),
    **{name: react_together(TaskHeard, on_facts) for name in _ABOUT_TASKS},
    INSTRUCTION_GIVEN.type: react_together(WholeSchema, on_facts),
    INSTRUCTION_ANSWERED.type: react_together(WholeSchema, on_facts),
}
