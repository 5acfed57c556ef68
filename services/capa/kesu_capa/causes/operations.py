"""What can be done with the causes of a report, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from kesu_capa import permissions
from kesu_capa.capas.model import Capa
from kesu_capa.capas.offering import works_on_it
from kesu_capa.causes import commands, schemas
from kesu_capa.causes.queries import causes_of, roots_of
from kesu_capa.exchange.queries import suggested
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation

_FORMS = "capa/operations/"


def _nowhere(_session: Session, _actor: Actor, _capa: Capa) -> bool:
    """Offered beside the cause itself, not among the report's buttons."""
    return False


def _roots(session: Session, _actor: Actor, capa: Capa) -> Mapping[str, Any]:
    roots = roots_of(session, capa)
    found = {f"{kind}_cause": "; ".join(cause.statement for cause in roots if cause.kind == kind) for kind in ("occurrence", "escape")}
    found["cause_verified"] = capa.cause_verified or "; ".join(dict.fromkeys(one.verified_how or "" for one in roots))
    said = suggested(session, capa)  # what a partner's 8D says that was taken for it
    return {name: text or getattr(said, name, None) for name, text in found.items()}


def _place(_session: Session, _actor: Actor, _capa: Capa) -> Mapping[str, Any]:
    return {name: request.args.get(name) for name in ("kind", "below", "branch")}


def _chosen(session: Session, _actor: Actor, capa: Capa) -> Mapping[str, Any]:
    wanted = request.args.get("cause", type=int)
    cause = next((one for one in causes_of(session, capa) if one.line == wanted), None)
    names = ("statement", "branch", "evidence", "verified_how", "is_root")
    return {"cause": wanted, **({name: getattr(cause, name) for name in names} if cause is not None else {})}


CAUSES: Sequence[Operation[Capa]] = (
    Operation(
        path="add-cause",
        title=N_("Add a cause"),
        summary="Write down a possible cause, as a why below another or as the top of a tree (D4)",
        action=permissions.WORK,
        schema=schemas.CauseIn,
        run=commands.add_cause,
        command="study",
        icon="plus",
        template=f"{_FORMS}cause.html",
        initial=_place,
        offered=works_on_it,
    ),
    Operation(
        path="change-cause",
        title=N_("Change a cause"),
        summary="Say a cause in other words, on another bone, with other evidence (D4)",
        action=permissions.WORK,
        schema=schemas.ChangeCauseIn,
        run=commands.change_cause,
        command="study",
        icon="pencil",
        template=f"{_FORMS}cause_change.html",
        initial=_chosen,
        offered=_nowhere,
    ),
    Operation(
        path="remove-cause",
        title=N_("Remove a cause"),
        summary="Take away a candidate that was written down by mistake (D4)",
        action=permissions.WORK,
        schema=schemas.CauseLineIn,
        run=commands.remove_cause,
        command="study",
        icon="trash",
        template=f"{_FORMS}cause_line.html",
        initial=_chosen,
        offered=_nowhere,
    ),
    Operation(
        path="confirm-cause",
        title=N_("Confirm a cause"),
        summary="Put on record how a cause was verified, and whether it is a root (D4)",
        action=permissions.WORK,
        schema=schemas.ConfirmCauseIn,
        run=commands.confirm_cause,
        command="study",
        icon="check",
        template=f"{_FORMS}cause_line.html",
        initial=_chosen,
        offered=_nowhere,
    ),
    Operation(
        path="rule-out-cause",
        title=N_("Rule a cause out"),
        summary="Put on record how it is known that this is no cause (D4)",
        action=permissions.WORK,
        schema=schemas.RuleOutCauseIn,
        run=commands.rule_out_cause,
        command="study",
        icon="ban",
        template=f"{_FORMS}cause_line.html",
        initial=_chosen,
        offered=_nowhere,
    ),
    Operation(
        path="analyse",
        title=N_("Record the causes"),
        summary="Put occurrence and escape cause on record, from the trees or as texts (D4, clause 4.1.3.4-d)",
        action=permissions.WORK,
        schema=schemas.AnalyseIn,
        run=commands.analyse_capa,
        command="analyse",
        icon="search",
        template=f"{_FORMS}analyse.html",
        initial=_roots,
        offered=works_on_it,
    ),
)
