"""Stating once that an action's date has passed (clause 4.1.3.6). Reminders and escalation are those of its task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_capa.actions.commands import state_overdue
from kesu_capa.actions.model import PlannedAction
from kesu_common import clock
from kesu_common.jobs import Job
from kesu_common.people.copies import sites_of

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime

_BATCH = 100


def state_overdue_actions(runtime: Runtime) -> int:
    """State every action that is open after its date, each once however many workers look; returns how many were stated."""
    stated = 0
    while True:
        with runtime.database.transaction() as session:
            batch = _next(session)
            for action in batch:
                state_overdue(session, action)
        stated += len(batch)
        if not batch:
            return stated


def _next(session: Session) -> list[PlannedAction]:
    """Open actions whose date is over at their site, of any site, that no other worker has in hand."""
    for site in sites_of(session):
        today = clock.now().astimezone(site.worktime().zone).date()
        late = select(PlannedAction).where(
            PlannedAction.site == site.code,
            PlannedAction.state == "open",
            PlannedAction.due_on < today,
            PlannedAction.overdue_at.is_(None),
        )
        found = session.scalars(late.order_by(PlannedAction.due_on).limit(_BATCH).with_for_update(skip_locked=True)).all()
        if found:
            return list(found)
    return []


OVERDUE = Job("overdue", 300, state_overdue_actions)
"""Every five minutes: a date is over at the site's midnight."""
