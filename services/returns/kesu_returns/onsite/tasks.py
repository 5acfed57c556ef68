"""The work around an on-site job, with its clocks."""

from __future__ import annotations

from kesu_common.i18n import N_
from kesu_common.tasks import DueRule, TaskKind

_PAGE = "/onsite/{subject}"


def _kind(name: str, title: str, role: str, days: int = 1) -> TaskKind:
    return TaskKind(name=f"onsite.{name}", title=title, roles=(role,), due=DueRule(days=days), page=_PAGE)


SCHEDULE = _kind("schedule", N_("Agree with %(customer)s when %(subject)s is reworked on site"), "sales")
CONFIRM = {
    "crew": _kind("confirm_crew", N_("Name the crew for rework %(subject)s at %(customer)s"), "production"),
    "vehicle": _kind("confirm_vehicle", N_("Name the vehicle for rework %(subject)s at %(customer)s"), "sales"),
    "inspector": _kind("confirm_inspector", N_("Name the inspector for rework %(subject)s at %(customer)s"), "quality"),
}
WORK = _kind("work", N_("Rework %(subject)s at %(customer)s"), "production", 5)
INSPECT = _kind("inspect", N_("Inspect what was reworked in %(subject)s at %(customer)s, and report"), "quality")
STAND_DOWN = _kind("stand_down", N_("%(subject)s is cancelled (%(reason)s): %(what)s is free again"), "production")

TASKS = (SCHEDULE, *CONFIRM.values(), WORK, INSPECT, STAND_DOWN)
