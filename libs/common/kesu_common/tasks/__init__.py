"""Work items: what a department has to do, until when, and what happens when it does not (任务与时限).

A command opens a task and a later one finishes it; the worker's clock states when it becomes pressing, overdue and escalated.
"""

from kesu_common.tasks.commands import assign_task, cancel_task, finish_task, open_task, release_task, reopen_task, take_task
from kesu_common.tasks.events import TASK_EVENTS
from kesu_common.tasks.kinds import DueRule, TaskKind, check_target, times_of
from kesu_common.tasks.model import Task

__all__ = [
    "TASK_EVENTS",
    "DueRule",
    "Task",
    "TaskKind",
    "assign_task",
    "cancel_task",
    "check_target",
    "finish_task",
    "open_task",
    "release_task",
    "reopen_task",
    "take_task",
    "times_of",
]
