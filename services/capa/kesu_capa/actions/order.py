"""Which action has to be done before which: no circles, and nothing before its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kesu_capa.actions.model import PlannedAction
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_

GONE = ("rejected", "dropped")
"""Nobody waits for these."""


def check_order(after: Mapping[int, Sequence[int]], field: str = "after") -> None:
    """Raise `Invalid` for a line that does not exist and for a circle, naming its lines. `after`: line → the lines before it."""
    for line, before in after.items():
        for one in before:
            if one not in after:
                raise Invalid(N_("Action %(line)s cannot wait for %(other)s: there is none."), line=line, other=one, field=field)
    settled: set[int] = set()
    while ready := {line for line, before in after.items() if line not in settled and set(before) <= settled}:
        settled |= ready
    if circle := sorted(set(after) - settled):
        raise Invalid(
            N_("Actions %(lines)s would wait for each other in a circle."), lines=", ".join(str(line) for line in circle), field=field
        )


def waits_for(action: PlannedAction, every: Sequence[PlannedAction]) -> list[int]:
    """The lines that have to be done before this one and are not yet."""
    return [one.line for one in every if one.line in action.after and one.state not in ("done", *GONE)]


def require_turn(action: PlannedAction, every: Sequence[PlannedAction]) -> None:
    """Raise `Conflict` when the action's time has not come."""
    if waiting := waits_for(action, every):
        raise Conflict(
            N_("Action %(line)s comes after %(others)s: do those first."),
            line=action.line,
            others=", ".join(str(line) for line in waiting),
            field="line",
        )
