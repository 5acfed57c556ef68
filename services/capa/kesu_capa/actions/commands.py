"""Choosing actions and doing them. The only writer of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_capa import events, tasks
from kesu_capa.actions.model import ACTION_STATES, PlannedAction
from kesu_capa.actions.queries import actions_of, open_actions
from kesu_capa.capas.commands import about, require_work, state_fact
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.permissions import DO_ACTION
from kesu_common import clock
from kesu_common.errors import Forbidden, Invalid, NotFound
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task


def plan_actions(session: Session, actor: Actor, capa: Capa, *, actions: Sequence[Mapping[str, Any]]) -> list[PlannedAction]:
    """Choose actions (D5) [{description, department, owner?, due_on?}], each for its department; more may follow while work goes on."""
    require_work(actor, capa)
    if not actions:
        raise Invalid(N_("Name at least one action."), field="actions")
    CAPA_STATES.apply(capa, "plan")
    line = len(actions_of(session, capa))
    made = [_planned(capa, line + i, chosen) for i, chosen in enumerate(actions, 1)]
    session.add_all(made)
    state_fact(session, actor, events.PLANNED, capa, actions=len(made))
    finish_task(session, actor, tasks.PLAN, capa.number, "planned")
    zone = ZoneInfo(site_of(session, capa.site).timezone)
    for action in made:
        _state(session, actor, events.ACTION_ASSIGNED, action, capa)
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
    return made


def do_action(session: Session, actor: Actor, capa: Capa, *, line: int, evidence: str) -> PlannedAction:
    """Report an action as done, with the proof (D6, clause 4.1.3.6). After the last one the effect has to be verified."""
    actor.require(DO_ACTION, capa.site)
    action = next((a for a in actions_of(session, capa) if a.line == line), None)
    if action is None:
        raise NotFound(N_("There is no action %(line)s."), line=line, field="line")
    if not (actor.has_role(action.department, capa.site) or actor.has_role("quality", capa.site)):
        raise Forbidden(N_("This is the work of %(department)s."), department=action.department)
    CAPA_STATES.apply(capa, "do_action")
    ACTION_STATES.apply(action, "do")
    action.evidence, action.done_by, action.done_at = evidence, actor.name or actor.id, clock.now()
    _state(session, actor, events.ACTION_DONE, action, capa)
    finish_task(session, actor, tasks.DO, action.number, "done")
    if not open_actions(session, capa):
        CAPA_STATES.apply(capa, "conclude")
        open_task(session, actor, tasks.VERIFY, **about(capa))
    return action


def state_overdue(session: Session, action: PlannedAction) -> None:
    """State that an action's date has passed without its being done: once for each action."""
    if action.state != "open" or action.overdue_at is not None:
        return
    action.overdue_at = clock.now()
    _state(session, Actor.service("capa"), events.ACTION_OVERDUE, action, session.get_one(Capa, action.capa_id))


def _planned(capa: Capa, line: int, chosen: Mapping[str, Any]) -> PlannedAction:
    due_on = chosen.get("due_on")
    if due_on is not None and due_on < clock.now().date():
        raise Invalid(N_("The due date is over already."), field="actions")
    return PlannedAction(
        capa_id=capa.id,
        number=f"{capa.number}/{line}",
        line=line,
        site=capa.site,
        state=ACTION_STATES.initial,
        description=chosen["description"],
        department=chosen["department"],
        owner=chosen.get("owner"),
        due_on=due_on,
    )


def _state(session: Session, actor: Actor, event: EventType, action: PlannedAction, capa: Capa) -> None:
    data = {
        "number": action.number,
        "capa": capa.number,
        "description": action.description,
        "department": action.department,
        "owner": action.owner,
        "due_on": action.due_on,
        "state": action.state,
        "evidence": action.evidence,
    }
    record(session, actor, event, action, data, case=capa.case, also=[capa])
