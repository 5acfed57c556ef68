"""What can be done with the actions of a report, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from kesu_capa import permissions
from kesu_capa.actions import choosing, commands, schemas
from kesu_capa.actions.order import waits_for
from kesu_capa.actions.queries import actions_of, open_actions
from kesu_capa.capas.model import Capa
from kesu_capa.capas.offering import works_on_it
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation

_FORMS = "capa/operations/"


def _first_action(session: Session, actor: Actor, capa: Capa) -> Mapping[str, Any]:
    every = actions_of(session, capa)
    own = [a for a in every if a.state == "open" and actor.has_role(a.department, capa.site) and not waits_for(a, every)]
    return {"line": request.args.get("line") or (own[0].line if own else None)}


def _has_an_action(session: Session, actor: Actor, capa: Capa) -> bool:
    roles = {a.department for a in open_actions(session, capa)} | {"quality"}
    return any(actor.has_role(role, capa.site) for role in roles)


def _works_and_has(*states: str) -> Callable[[Session, Actor, Capa], bool]:
    def offered(session: Session, actor: Actor, capa: Capa) -> bool:
        return works_on_it(session, actor, capa) and any(a.state in states for a in actions_of(session, capa))

    return offered


def _line(session: Session, _actor: Actor, capa: Capa) -> Mapping[str, Any]:
    wanted = request.args.get("line", type=int)
    action = next((one for one in actions_of(session, capa) if one.line == wanted), None)
    return {"line": wanted, **({name: getattr(action, name) for name in ("owner", "due_on", "after")} if action is not None else {})}


ACTIONS: Sequence[Operation[Capa]] = (
    Operation(
        path="propose",
        title=N_("Propose actions"),
        summary="Propose actions with what speaks for and against them (D5)",
        action=permissions.WORK,
        schema=schemas.PlanIn,
        run=choosing.propose_actions,
        command="propose",
        icon="plus",
        template=f"{_FORMS}plan.html",
        offered=works_on_it,
    ),
    Operation(
        path="choose",
        title=N_("Choose a proposed action"),
        summary="Choose a proposed action with a reason: it is planned then (D5)",
        action=permissions.WORK,
        schema=schemas.ChooseIn,
        run=choosing.choose_action,
        command="plan",
        icon="check",
        template=f"{_FORMS}choose.html",
        initial=_line,
        offered=_works_and_has("candidate"),
    ),
    Operation(
        path="reject",
        title=N_("Reject a proposed action"),
        summary="Do not choose a proposed action, with a reason (D5)",
        action=permissions.WORK,
        schema=schemas.LineIn,
        run=choosing.reject_action,
        command="propose",
        icon="ban",
        template=f"{_FORMS}line.html",
        initial=_line,
        offered=_works_and_has("candidate"),
    ),
    Operation(
        path="plan",
        title=N_("Plan actions"),
        summary="Choose actions at once, each with department and date (D5)",
        action=permissions.WORK,
        schema=schemas.PlanIn,
        run=commands.plan_actions,
        command="plan",
        icon="list-check",
        template=f"{_FORMS}plan.html",
        offered=works_on_it,
    ),
    Operation(
        path="order",
        title=N_("Order of actions"),
        summary="Say which actions have to be done before another (D5)",
        action=permissions.WORK,
        schema=schemas.OrderIn,
        run=commands.order_actions,
        command="propose",
        icon="list-check",
        template=f"{_FORMS}order.html",
        initial=_line,
        offered=_works_and_has("open", "candidate"),
    ),
    Operation(
        path="do",
        title=N_("Report an action as done"),
        summary="Report an action as done, with proof (D6, clause 4.1.3.6)",
        action=permissions.DO_ACTION,
        schema=schemas.DoIn,
        run=commands.do_action,
        command="do_action",
        icon="check",
        template=f"{_FORMS}do.html",
        initial=_first_action,
        offered=_has_an_action,
        files="evidence",
    ),
    Operation(
        path="drop",
        title=N_("Drop an action"),
        summary="Leave an action undone, with a reason",
        action=permissions.WORK,
        schema=schemas.LineIn,
        run=commands.drop_action,
        command="drop_action",
        icon="trash",
        template=f"{_FORMS}line.html",
        initial=_line,
        offered=_works_and_has("open"),
    ),
    Operation(
        path="validate",
        title=N_("Validate an action"),
        summary="Put on record whether an implemented action does what it should (D6); if not, it is open again",
        action=permissions.VERIFY,
        schema=schemas.ValidateIn,
        run=commands.validate_action,
        command="validate",
        icon="check",
        template=f"{_FORMS}validate.html",
        initial=_line,
    ),
)
