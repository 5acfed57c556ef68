"""Every operation on a corrective action, in the order of the buttons."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import permissions, tasks
from kesu_capa.actions.operations import ACTIONS
from kesu_capa.capas import commands, schemas
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.capas.offering import works_on_it
from kesu_capa.capas.queries import capa_of
from kesu_capa.causes.operations import CAUSES
from kesu_capa.containment.schemas import ContainIn
from kesu_capa.effect.commands import set_criterion
from kesu_capa.effect.figures import effect_of
from kesu_capa.exchange.commands import keep_head
from kesu_capa.exchange.head import head_of
from kesu_capa.exchange.queries import suggested
from kesu_capa.exchange.schemas import HeadIn
from kesu_capa.joining.operations import JOINING
from kesu_capa.spread.operations import SPREAD
from kesu_capa.team.schemas import LeaderIn
from kesu_common.i18n import N_
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.tasks.queries import tasks_of
from kesu_common.web.operations import Operation, Operations


def _assignment(_session: Session, actor: Actor, capa: Capa) -> Mapping[str, Any]:
    people = [{"name": one.name, "department": one.department, "duty": one.duty} for one in capa.members if one.part == "member"]
    sponsor = next((one.name for one in capa.members if one.part == "sponsor"), None)
    named = {"leader": capa.leader or actor.name, "department": capa.responsible_department, "sponsor": sponsor, "members": people}
    return named if people else {**named, "team": capa.team}


def _containment(session: Session, _actor: Actor, capa: Capa) -> Mapping[str, Any]:
    said = suggested(session, capa)  # what a partner's 8D says that was taken for it
    places = [{name: getattr(one, name) for name in ("place", "to_check", "checked", "bad", "note")} for one in capa.places]
    return {
        "problem": capa.problem or capa.opened_because,
        "containment": capa.containment or (said.containment if said else None),
        "five_w": capa.five_w,
        "boundaries": capa.boundaries,
        "places": [{k: plain(v) if isinstance(v, Decimal) else v for k, v in one.items()} for one in places],
    }


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


def _reconsidered(session: Session, _actor: Actor, capa: Capa) -> bool:
    return any(task.kind == tasks.RECONSIDER.name for task in tasks_of(session, capa.number, only_open=True))


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
            schema=LeaderIn,
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
            schema=ContainIn,
            run=commands.contain_capa,
            command="contain",
            icon="shield-check",
            template=f"{_FORMS}contain.html",
            initial=_containment,
            offered=works_on_it,
            files="containment",
        ),
        *CAUSES,
        *ACTIONS,
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
        SPREAD,
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
        Operation(
            path="keep",
            title=N_("It goes on"),
            summary="Decide with a reason that it goes on although what it was opened for has fallen away",
            action=permissions.DECLINE,
            schema=schemas.WithReasonIn,
            run=commands.keep_capa,
            command="keep",
            icon="arrow-right",
            template=f"{_FORMS}reason.html",
            offered=_reconsidered,
        ),
        *JOINING,
    ),
)
