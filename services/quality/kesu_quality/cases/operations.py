"""Every operation on a case, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_quality.cases import commands
from kesu_quality.cases.model import CASE_STATES, Case
from kesu_quality.cases.queries import case_of
from kesu_quality.cases.schemas import CloseIn, PlanIn
from kesu_quality.costs.commands import record_cost
from kesu_quality.costs.schemas import CostIn
from kesu_quality.measurements.commands import record_test
from kesu_quality.measurements.schemas import TestIn
from kesu_quality.permissions import CLOSE_CASE, JUDGE, RECORD_COST, TEST
from kesu_quality.sampling.queries import sample_of
from kesu_quality.schemas import ReasonIn
from kesu_quality.verdicts.commands import give_verdict
from kesu_quality.verdicts.queries import verdicts_of
from kesu_quality.verdicts.schemas import VerdictIn


def _plan(session: Session, _actor: Actor, case: Case) -> Mapping[str, Any]:
    sample = sample_of(session, case)
    names = ("lot_size", "aql", "level", "limiting_quality")
    kept = {name: getattr(sample, name) for name in names} if sample else {"level": "II"}
    return {"plan": case.plan, "product": case.product, "manufactured_on": case.manufactured_on, **kept}


def _test(_session: Session, _actor: Actor, case: Case) -> Mapping[str, Any]:
    return {"sample": case.serial or case.lot, "tested_at": clock.now()}


def _verdict(session: Session, _actor: Actor, case: Case) -> Mapping[str, Any]:
    earlier = verdicts_of(session, case.number)
    names = ("verdict", "defect_code", "responsible_department", "summary")
    return {"severity": case.severity, **({name: getattr(earlier[-1], name) for name in names} if earlier else {})}


OPERATIONS = Operations(
    states=CASE_STATES,
    find=case_of,
    all=(
        Operation(
            path="plan", title=N_("Plan the test"), summary="Say what is tested how", action=TEST, schema=PlanIn, run=commands.plan_case,
            command="plan", icon="clipboard-list", template="quality/cases/plan.html", initial=_plan,
        ),
        Operation(
            path="tests", title=N_("Record a test"), summary="Record measured values, which the service judges (clause 4.1.3.2)",
            action=TEST,
            schema=TestIn, run=record_test, command="record", icon="ruler-measure", template="quality/cases/tests.html", initial=_test,
            files="photo",
        ),
        Operation(
            path="verdict", title=N_("Give the verdict"), summary="Judge the case (clauses 4.1.3.3, 4.1.3.4)", action=JUDGE,
            schema=VerdictIn,
            run=give_verdict, command="judge", icon="gavel", template="quality/cases/verdict.html", initial=_verdict,
        ),
        Operation(
            path="revise", title=N_("Revise the verdict"), summary="Take a verdict back into testing, with a reason", action=JUDGE,
            schema=ReasonIn,
            run=commands.revise_case, command="revise", icon="refresh", template="quality/cases/reason.html",
        ),
        Operation(
            path="close", title=N_("Close the case"), summary="Close a judged case", action=CLOSE_CASE, schema=CloseIn,
            run=commands.close_case,
            command="close",
            icon="circle-check", template="quality/cases/close.html",
        ),
        Operation(
            path="reopen", title=N_("Reopen"), summary="Take up a closed case again", action=JUDGE, schema=ReasonIn,
            run=commands.reopen_case,
            command="reopen", icon="refresh", template="quality/cases/reason.html",
        ),
        Operation(
            path="costs", title=N_("Record a cost"), summary="Record what poor quality cost", action=RECORD_COST, schema=CostIn,
            run=record_cost, command=None, icon="chart-bar", template="quality/cases/cost.html",
            initial=lambda _session, _actor, _case: {"currency": "CNY"},
        ),
        Operation(
            path="withdraw", title=N_("Withdraw"), summary="End a case that is not needed any more", action=CLOSE_CASE, schema=ReasonIn,
            run=commands.withdraw_case, command="withdraw", icon="ban", template="quality/cases/reason.html", tone="ghost-danger",
        ),
    ),
)  # fmt: skip
