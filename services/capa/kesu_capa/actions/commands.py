"""Planning actions, doing them, dropping and validating them. The only writer of actions, with `choosing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import events, tasks
from kesu_capa.actions.model import ACTION_STATES, PlannedAction
from kesu_capa.actions.order import check_order, require_turn
from kesu_capa.actions.queries import action_of, actions_of, open_actions
from kesu_capa.actions.stating import give_out, state_action
from kesu_capa.capas.commands import about, require_work, state_fact
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.causes.commands import require_roots
from kesu_capa.causes.queries import cause_of
from kesu_capa.deadlines.days import today_at
from kesu_capa.permissions import DO_ACTION, VERIFY
from kesu_common import clock
from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task


def plan_actions(session: Session, actor: Actor, capa: Capa, *, actions: Sequence[Mapping[str, Any]]) -> list[PlannedAction]:
    """Choose actions at once (D5) [{description, department, owner?, due_on?, cause?, after?}]; more may follow while work goes on.

    `cause` is the line of a root cause; `after` names lines of actions, those of this list counted on from the ones that there are.
    """
    require_work(actor, capa)
    if not actions:
        raise Invalid(N_("Name at least one action."), field="actions")
    CAPA_STATES.apply(capa, "plan")
    require_roots(session, capa)
    earlier = actions_of(session, capa)
    made = [new_action(session, capa, len(earlier) + i, chosen, "open") for i, chosen in enumerate(actions, 1)]
    check_order({one.line: one.after for one in [*earlier, *made]}, field="actions")
    session.add_all(made)
    planned(session, actor, capa, made)
    return made


def planned(session: Session, actor: Actor, capa: Capa, made: Sequence[PlannedAction]) -> None:
    """State that actions were chosen, and give them out."""
    capa.updated_at = clock.now()
    state_fact(session, actor, events.PLANNED, capa, actions=len(made))
    finish_task(session, actor, tasks.PLAN, capa.number, "planned")
    for action in made:
        state_action(session, actor, events.ACTION_ASSIGNED, action, capa)
        give_out(session, actor, action, capa)


def do_action(session: Session, actor: Actor, capa: Capa, *, line: int, evidence: str) -> PlannedAction:
    """Report an action as done, with the proof (D6, clause 4.1.3.6). After the last one the effect has to be verified."""
    actor.require(DO_ACTION, capa.site)
    CAPA_STATES.next(capa.state, "do_action")
    action = action_of(session, capa, line)
    if not (actor.has_role(action.department, capa.site) or actor.has_role("quality", capa.site)):
        raise Forbidden(N_("This is the work of %(department)s."), department=action.department)
    require_turn(action, actions_of(session, capa))
    CAPA_STATES.apply(capa, "do_action")
    ACTION_STATES.apply(action, "do")
    action.evidence, action.done_by, action.done_at = evidence, actor.name or actor.id, clock.now()
    action.validated_how = action.validated_by = action.validated_at = None
    capa.updated_at = clock.now()
    state_action(session, actor, events.ACTION_DONE, action, capa)
    finish_task(session, actor, tasks.DO, action.number, "done")
    _conclude(session, actor, capa)
    return action


def state_overdue(session: Session, action: PlannedAction) -> None:
    """State that an action's date has passed without its being done: once for each action."""
    if action.state != "open" or action.overdue_at is not None:
        return
    action.overdue_at = clock.now()
    state_action(session, Actor.service("capa"), events.ACTION_OVERDUE, action, session.get_one(Capa, action.capa_id))


def drop_action(session: Session, actor: Actor, capa: Capa, *, line: int, reason: str) -> PlannedAction:
    """Leave an action undone, with a reason. The last one can only be dropped once another was done."""
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "drop_action")
    action = action_of(session, capa, line)
    ACTION_STATES.apply(action, "drop")
    if capa.state == "planned" and not open_actions(session, capa):
        raise Conflict(N_("It is the only action: plan another one first."), field="line")
    action.decided_because = reason
    capa.updated_at = clock.now()
    state_action(session, actor, events.ACTION_DROPPED, action, capa, reason=reason)
    cancel_task(session, actor, tasks.DO, action.number)
    _conclude(session, actor, capa)
    return action


def validate_action(session: Session, actor: Actor, capa: Capa, *, line: int, works: bool, validation: str) -> PlannedAction:
    """Put on record whether the implemented action does what it should, and how that was seen (D6). If not, it is open again."""
    actor.require(VERIFY, capa.site)
    CAPA_STATES.apply(capa, "validate")
    action = action_of(session, capa, line)
    ACTION_STATES.apply(action, "validate" if works else "redo")
    action.validated_how, action.validated_by, action.validated_at = validation, actor.name or actor.id, clock.now()
    capa.updated_at = clock.now()
    state_action(session, actor, events.ACTION_VALIDATED, action, capa, works=works, validation=validation)
    if not works:
        action.done_by = action.done_at = None
        give_out(session, actor, action, capa)
        if capa.state == "verifying":
            CAPA_STATES.apply(capa, "resume")
            cancel_task(session, actor, tasks.VERIFY, capa.number)
    return action


def order_actions(session: Session, actor: Actor, capa: Capa, *, line: int, after: Sequence[int]) -> PlannedAction:
    """Say which actions have to be done before this one. Raises `Invalid` for a circle."""
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "propose")
    action = action_of(session, capa, line)
    if action.state != "candidate":
        ACTION_STATES.apply(action, "depend")
    check_order({**{one.line: one.after for one in actions_of(session, capa)}, line: after})
    action.after = sorted(set(after))
    capa.updated_at = clock.now()
    state_action(session, actor, events.ACTION_CHANGED, action, capa, reason=None)
    return action


def new_action(session: Session, capa: Capa, line: int, given: Mapping[str, Any], state: str) -> PlannedAction:
    """An action as API and forms bring it. Raises `Invalid` for a day that is over and for a cause that is no root."""
    due_on = given.get("due_on")
    if due_on is not None and due_on < today_at(session, capa.site):
        raise Invalid(N_("The due date is over already."), field="actions")
    cause = given.get("cause")
    if cause is not None and not cause_of(session, capa, cause, "actions").is_root:
        raise Invalid(N_("Cause %(line)s is no verified root cause."), line=cause, field="actions")
    return PlannedAction(
        capa_id=capa.id,
        number=f"{capa.number}/{line}",
        line=line,
        site=capa.site,
        state=state,
        description=given["description"],
        department=given["department"],
        owner=given.get("owner"),
        due_on=due_on,
        cause_line=cause,
        effect_score=given.get("effect"),
        cost_score=given.get("cost"),
        risk_score=given.get("risk"),
        after=sorted(set(given.get("after") or ())),
    )


def _conclude(session: Session, actor: Actor, capa: Capa) -> None:
    if capa.state == "implementing" and not open_actions(session, capa):
        CAPA_STATES.apply(capa, "conclude")
        open_task(session, actor, tasks.VERIFY, **about(capa))
