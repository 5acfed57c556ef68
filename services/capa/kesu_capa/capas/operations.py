"""Every operation on a corrective action, in the order of the buttons."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import permissions
from kesu_capa.actions.commands import do_action, plan_actions
from kesu_capa.actions.queries import open_actions
from kesu_capa.capas import commands, schemas
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.capas.queries import capa_of
from kesu_capa.effect.commands import set_criterion
from kesu_capa.effect.figures import effect_of
from kesu_capa.exchange.commands import keep_head
from kesu_capa.exchange.head import head_of
from kesu_capa.exchange.queries import suggested
from kesu_capa.exchange.schemas import HeadIn
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations


def _assignment(_session: Session, actor: Actor, capa: Capa) -> Mapping[str, Any]:
    return {"leader": capa.leader or actor.name, "team": capa.team, "department": capa.responsible_department}


def _causes(session: Session, _actor: Actor, capa: Capa) -> Mapping[str, Any]:
    return _known_or_suggested(session, capa, "occurrence_cause", "escape_cause", "cause_verified")


def _containment(session: Session, _actor: Actor, capa: Capa) -> Mapping[str, Any]:
    return {**_known_or_suggested(session, capa, "containment"), "problem": capa.problem or capa.opened_because}


def _known_or_suggested(session: Session, capa: Capa, *names: str) -> Mapping[str, Any]:
    """What the report says, else what a partner's 8D says that was taken for it."""
    said = suggested(session, capa)
    return {name: getattr(capa, name) or getattr(said, name, None) for name in names}


def _first_action(session: Session, actor: Actor, capa: Capa) -> Mapping[str, Any]:
    own = [a for a in open_actions(session, capa) if actor.has_role(a.department, capa.site)]
    return {"line": own[0].line if own else None}


def _works_on_it(_session: Session, actor: Actor, capa: Capa) -> bool:
    return actor.has_role(capa.responsible_department, capa.site) or actor.has_role("quality", capa.site)


def _has_an_action(session: Session, actor: Actor, capa: Capa) -> bool:
    roles = {a.department for a in open_actions(session, capa)} | {"quality"}
    return any(actor.has_role(role, capa.site) for role in roles)


def _can_be_counted(_session: Session, _actor: Actor, capa: Capa) -> bool:
    return capa.product is not None and capa.effect_judged_at is None


def _criterion(session: Session, _actor: Actor, capa: Capa) -> Mapping[str, Any]:
    chosen: dict[str, Any] = {"basis": capa.effect_basis, "until": capa.effect_until}
    if capa.effect_amount is not None:
        return {**chosen, "amount": plain(capa.effect_amount)}
    effect = effect_of(session, capa)
    return {**chosen, "amount": math.ceil(effect.to_tell)} if effect and effect.to_tell else chosen


def _may_sign(_session: Session, actor: Actor, capa: Capa) -> bool:
    return capa.severity != "critical" or actor.has_role("gm", capa.site)


_FORMS = "capa/operations/"

OPERATIONS = Operations[Capa](
    states=CAPA_STATES,
    find=capa_of,
    all=(
        Operation(
            path="assign",
            title=N_("Name leader and team"),
            summary="Name leader and team (D1)",
            action=permissions.ASSIGN,
            schema=schemas.LeaderIn,
            run=commands.assign_capa,
            command="assign",
            icon="users",
            template=f"{_FORMS}assign.html",
            initial=_assignment,
        ),
        Operation(
            path="contain",
            title=N_("Contain"),
            summary="Describe the problem and protect the customer (D2, D3)",
            action=permissions.WORK,
            schema=schemas.ContainIn,
            run=commands.contain_capa,
            command="contain",
            icon="shield-check",
            template=f"{_FORMS}contain.html",
            initial=_containment,
            offered=_works_on_it,
        ),
        Operation(
            path="analyse",
            title=N_("Record the causes"),
            summary="Put occurrence and escape cause on record (D4, clause 4.1.3.4-d)",
            action=permissions.WORK,
            schema=schemas.AnalyseIn,
            run=commands.analyse_capa,
            command="analyse",
            icon="search",
            template=f"{_FORMS}analyse.html",
            initial=_causes,
            offered=_works_on_it,
        ),
        Operation(
            path="plan",
            title=N_("Plan actions"),
            summary="Choose actions, each with department and date (D5)",
            action=permissions.WORK,
            schema=schemas.PlanIn,
            run=plan_actions,
            command="plan",
            icon="list-check",
            template=f"{_FORMS}plan.html",
            offered=_works_on_it,
        ),
        Operation(
            path="do",
            title=N_("Report an action as done"),
            summary="Report an action as done, with proof (D6, clause 4.1.3.6)",
            action=permissions.DO_ACTION,
            schema=schemas.DoIn,
            run=do_action,
            command="do_action",
            icon="check",
            template=f"{_FORMS}do.html",
            initial=_first_action,
            offered=_has_an_action,
        ),
        Operation(
            path="criterion",
            title=N_("Say when the effect is judged"),
            summary="Let the effect be judged by itself after so many delivered units, lots or days (D6, clause 4.1.3.6)",
            action=permissions.VERIFY,
            schema=schemas.CriterionIn,
            run=set_criterion,
            command="set_criterion",
            icon="ruler-measure",
            initial=_criterion,
            offered=_can_be_counted,
            template=f"{_FORMS}criterion.html",
        ),
        Operation(
            path="verify",
            title=N_("Judge the effect"),
            summary="Judge whether the actions work, and where else they apply (D6, D7)",
            action=permissions.VERIFY,
            schema=schemas.VerifyIn,
            run=commands.verify_capa,
            command="verify",
            icon="target",
            template=f"{_FORMS}verify.html",
        ),
        Operation(
            path="close",
            title=N_("Close"),
            summary="Close it with a signature (D8); a critical one needs the GM",
            action=permissions.CLOSE,
            schema=schemas.CloseIn,
            run=commands.close_capa,
            command="close",
            icon="circle-check",
            template=f"{_FORMS}close.html",
            offered=_may_sign,
        ),
        Operation(
            path="exchange",
            title=N_("Prepare the exchange as JSON"),
            summary="Write down what partners must know of each other for an 8D report as JSON (report_8d 1.0.0)",
            action=permissions.EXCHANGE,
            schema=HeadIn,
            run=keep_head,
            command=None,
            icon="world",
            tone="ghost-secondary",
            initial=head_of,
            template=f"{_FORMS}exchange.html",
        ),
        Operation(
            path="reopen",
            title=N_("Reopen"),
            summary="Take it up again (clause 4.1.3.9)",
            action=permissions.REOPEN,
            schema=schemas.WithReasonIn,
            run=commands.reopen_capa,
            command="reopen",
            icon="refresh",
            template=f"{_FORMS}reason.html",
        ),
        Operation(
            path="decline",
            title=N_("No action needed"),
            summary="Decide with a reason that none is needed (clause 4.1.3.4-d)",
            action=permissions.DECLINE,
            schema=schemas.WithReasonIn,
            run=commands.decline_capa,
            command="decline",
            icon="ban",
            tone="ghost-danger",
            template=f"{_FORMS}reason.html",
            offered=_may_sign,
        ),
    ),
)
