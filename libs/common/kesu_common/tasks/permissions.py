"""What one can do with work items, and who may. The command checks the task's own role and site besides."""

from __future__ import annotations

from kesu_common.people.actors import Action
from kesu_common.people.roles import DEPARTMENTS, READERS

READ_TASKS = Action("task.read", READERS)
TAKE_TASK = Action("task.take", {*DEPARTMENTS, "lead", "gm"})
ASSIGN_TASK = Action("task.assign", {"lead", "gm"})
TASK_ACTIONS = (READ_TASKS, TAKE_TASK, ASSIGN_TASK)
