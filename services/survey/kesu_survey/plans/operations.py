"""Every operation on a plan, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.web.operations import Operation, Operations
from kesu_survey.campaigns.schemas import StartIn
from kesu_survey.campaigns.start import start_campaign
from kesu_survey.permissions import APPROVE_PLAN, RUN_CAMPAIGN, WRITE_PLAN
from kesu_survey.plans import commands
from kesu_survey.plans.model import PLAN_STATES, TIERS, Plan
from kesu_survey.plans.queries import plan_of
from kesu_survey.plans.schemas import PlanChange, ReasonIn


def _present(_session: Session, _actor: Actor, plan: Plan) -> Mapping[str, Any]:
    names = ("year", "quarter", "quarter_reason", "purpose", "questionnaire", "excluded")
    shares = {rule["tier"]: rule["share"] for rule in plan.sample_rule}
    rule = [{"tier": tier, "share": shares.get(tier, 0)} for tier in TIERS]
    targets = [{"item": code, "mean": mean} for code, mean in plan.targets.items()]
    return {**{name: getattr(plan, name) for name in names}, "sample_rule": rule, "targets": targets}


def _four_weeks(_session: Session, _actor: Actor, _plan: Plan) -> Mapping[str, Any]:
    return {"ends_on": clock.now().date() + timedelta(days=28)}


def _not_the_author(_session: Session, actor: Actor, plan: Plan) -> bool:
    return actor.id != plan.author


OPERATIONS = Operations[Plan](
    states=PLAN_STATES,
    find=plan_of,
    all=(
        Operation(
            path="submit",
            title=N_("Submit for approval"),
            summary="Lay the plan before the lead (clause 4.2.1.1)",
            action=WRITE_PLAN,
            run=commands.submit_plan,
            command="submit",
            icon="send",
        ),
        Operation(
            path="change",
            title=N_("Change"),
            summary="Change a plan that is not approved yet",
            action=WRITE_PLAN,
            schema=PlanChange,
            run=commands.change_plan,
            command="change",
            icon="edit",
            tone="outline-primary",
            template="survey/plans/form.html",
            initial=_present,
        ),
        Operation(
            path="approve",
            title=N_("Approve"),
            summary="Approve the plan; not by its author (clause 4.2.1.1)",
            action=APPROVE_PLAN,
            run=commands.approve_plan,
            command="approve",
            icon="signature",
            offered=_not_the_author,
        ),
        Operation(
            path="return",
            title=N_("Give back"),
            summary="Give the plan back with a reason",
            action=APPROVE_PLAN,
            schema=ReasonIn,
            run=commands.return_plan,
            command="return",
            icon="arrow-back-up",
            tone="outline-danger",
            template="survey/plans/return.html",
        ),
        Operation(
            path="start",
            title=N_("Start the survey"),
            summary="Draw and freeze the sample, and make the invitations (clauses 4.2.1.3, 4.2.1.4)",
            action=RUN_CAMPAIGN,
            schema=StartIn,
            run=start_campaign,
            command="start",
            icon="send",
            template="survey/plans/start.html",
            initial=_four_weeks,
            done=N_("The survey has started; send the invitations now."),
        ),
    ),
)
