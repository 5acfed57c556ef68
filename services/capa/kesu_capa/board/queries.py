"""Which cards stand in which column, for the sites that the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.capas.queries import FILTERS
from kesu_capa.permissions import READ
from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import records
from kesu_common.tasks import Task

STEPS: Mapping[str, tuple[str, str]] = {
    "opened": ("D1", N_("Team")),
    "assigned": ("D2 · D3", N_("Problem, containment")),
    "contained": ("D4", N_("Causes")),
    "reopened": ("D4", N_("Causes again")),
    "analysed": ("D5", N_("Choose actions")),
    "planned": ("D6", N_("Actions to begin")),
    "implementing": ("D6", N_("Actions in hand")),
    "verifying": ("D6", N_("Effect")),
    "effective": ("D7 · D8", N_("To be closed")),
    "closed": ("D8", N_("Closed lately")),
}
"""State of the report → the discipline that is next, and its words: the columns, in order."""
MOST = 30
"""Cards of a column; the rest is in the list."""
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Card:
    """A report on the board: when its most urgent open work is due, and who has it (leader, else the department)."""

    capa: Capa
    due_at: datetime | None
    due_since: datetime | None

    @property
    def days(self) -> int:
        """Its age in whole days, until it was closed."""
        return ((self.capa.closed_at or clock.now()) - self.capa.created_at).days


@dataclass(frozen=True)
class Column:
    """A step with its cards, the most severe and most urgent first, and how many there are in all."""

    state: str
    step: str
    title: str
    cards: Sequence[Card]
    number: int


def board(session: Session, actor: Actor, args: Mapping[str, Any]) -> list[Column]:
    """The columns, narrowed by `FILTERS` (site, department, severity …) and `q`; closed ones of the last 30 days only."""
    report = func.split_part(Task.subject, "/", 1)  # the work of an action is about `<report>/<line>`
    due = (
        select(report.label("subject"), func.min(Task.due_at).label("due_at"), func.min(Task.start_at).label("start_at"))
        .where(Task.state == "open")
        .group_by(report)
        .subquery()
    )
    severity = case({"critical": 0, "major": 1}, value=Capa.severity, else_=2)
    wanted = records(actor, READ, Capa, args, {name: FILTERS[name] for name in ("site", "department", "severity")})
    columns = []
    for state, (step, title) in STEPS.items():
        here = wanted.where(Capa.state == state)
        if state == "closed":
            here = here.where(Capa.closed_at >= clock.now() - LATELY)
        number = session.scalar(select(func.count()).select_from(here.subquery())) or 0
        rows = here.add_columns(due.c.due_at, due.c.start_at).outerjoin(due, due.c.subject == Capa.number)
        order = (severity, due.c.due_at.asc().nulls_last(), Capa.created_at)
        cards = [Card(*row) for row in session.execute(rows.order_by(*order).limit(MOST))] if number else []
        if cards or state != "reopened":
            columns.append(Column(state, step, title, cards, number))
    return columns
