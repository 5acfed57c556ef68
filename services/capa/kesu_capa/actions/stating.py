"""What every fact about an action tells, and the work that an action is for its department."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_capa import tasks
from kesu_capa.actions.model import PlannedAction
from kesu_capa.capas.model import Capa
from kesu_common.events import EventType
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import open_task

_TOLD = ("number", "description", "department", "owner", "due_on", "state", "evidence")


def state_action(session: Session, actor: Actor, event: EventType, action: PlannedAction, capa: Capa, **more: Any) -> None:
    """State a fact about an action, with what is particular to it."""
    data = {**{name: getattr(action, name) for name in _TOLD}, "capa": capa.number, **more}
    record(session, actor, event, action, data, case=capa.case, also=[capa])


def give_out(session: Session, actor: Actor, action: PlannedAction, capa: Capa) -> None:
    """Give the action to its department as work, due at the end of its day at the site."""
    zone = ZoneInfo(site_of(session, capa.site).timezone)
    due_at = datetime.combine(action.due_on, time(23, 59), zone) if action.due_on else None
    open_task(
        session,
        actor,
        tasks.DO,
        subject=action.number,
        site=capa.site,
        case=capa.case,
        role=action.department,
        due_at=due_at,
        params={"what": action.description[:120], "capa": capa.number},
    )
