"""Candidate actions (D5): proposed with what speaks for and against them, then chosen or rejected. Writes only candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.actions.commands import new_action, planned
from kesu_capa.actions.model import ACTION_STATES, PlannedAction
from kesu_capa.actions.order import check_order
from kesu_capa.actions.queries import action_of, actions_of
from kesu_capa.actions.stating import state_action
from kesu_capa.capas.commands import require_work
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.causes.commands import require_roots
from kesu_capa.deadlines.days import today_at
from kesu_common import clock
from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor


def propose_actions(session: Session, actor: Actor, capa: Capa, *, actions: Sequence[Mapping[str, Any]]) -> list[PlannedAction]:
    """Propose actions, each for a root cause, with scores of 1 to 5 for effect, cost and risk. Nobody has to do them yet."""
    require_work(actor, capa)
    if not actions:
        raise Invalid(N_("Name at least one action."), field="actions")
    CAPA_STATES.apply(capa, "propose")
    earlier = actions_of(session, capa)
    made = [new_action(session, capa, len(earlier) + i, one, ACTION_STATES.initial) for i, one in enumerate(actions, 1)]
    check_order({one.line: one.after for one in [*earlier, *made]}, field="actions")
    session.add_all(made)
    capa.updated_at = clock.now()
    for action in made:
        state_action(session, actor, events.ACTION_PROPOSED, action, capa)
    return made


def choose_action(
    session: Session, actor: Actor, capa: Capa, *, line: int, reason: str, owner: str | None = None, due_on: date | None = None
) -> PlannedAction:
    """Choose a candidate, with a reason: it is a planned action now, and work of its department."""
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "plan")
    require_roots(session, capa)
    action = action_of(session, capa, line)
    ACTION_STATES.apply(action, "choose")
    if due_on is not None and due_on < today_at(session, capa.site):
        raise Invalid(N_("The due date is over already."), field="due_on")
    action.decided_because, action.owner, action.due_on = reason, owner or action.owner, due_on or action.due_on
    planned(session, actor, capa, [action])
    return action


def reject_action(session: Session, actor: Actor, capa: Capa, *, line: int, reason: str) -> PlannedAction:
    """Do not choose a candidate, with a reason."""
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "propose")
    action = action_of(session, capa, line)
    ACTION_STATES.apply(action, "reject")
    action.decided_because = reason
    capa.updated_at = clock.now()
    state_action(session, actor, events.ACTION_REJECTED, action, capa, reason=reason)
    return action
