"""Drawing up, submitting and approving the year's survey plan. The only writer of plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task
from kesu_survey import events, tasks
from kesu_survey.copies.queries import shares_at
from kesu_survey.permissions import APPROVE_PLAN, WRITE_PLAN
from kesu_survey.plans.facts import facts_of
from kesu_survey.plans.model import PLAN_STATES, USUAL_QUARTERS, Plan
from kesu_survey.questionnaires.default import ensure_default
from kesu_survey.questionnaires.model import Questionnaire
from kesu_survey.questionnaires.queries import questionnaire_of

DEFAULT_SHARES = {"A": 100, "B": 50, "C": 20}
"""The main customers all, of the others a part (clause 4.2.1.3): where the site has set nothing for a tier."""


def usual_rule(session: Session, site: str) -> list[dict[str, Any]]:
    """How many of each tier are asked at a site as a rule: what a plan begins with."""
    return [{"tier": tier, "share": share} for tier, share in (DEFAULT_SHARES | shares_at(session, site)).items()]


def draft_plan(
    session: Session,
    actor: Actor,
    *,
    site: str,
    year: int,
    quarter: int,
    quarter_reason: str | None = None,
    purpose: str | None = None,
    questionnaire: str | None = None,
    sample_rule: Sequence[Mapping[str, Any]] | None = None,
    excluded: Sequence[Mapping[str, Any]] = (),
    targets: Sequence[Mapping[str, Any]] = (),
) -> Plan:
    """Draw up a plan (clause 4.2.1.1), by default with the site's default questionnaire and its rules for tiers.

    `targets`: [{item, mean}]. Raises `Invalid` for a quarter outside Q3/Q4 without a reason, a questionnaire that is not released, a
    target for an item that it does not have, a tier or customer named twice.
    """
    site_of(session, site)
    actor.require(WRITE_PLAN, site)
    plan = Plan(
        number=next_number(session, "SP", site, year),
        site=site,
        state=PLAN_STATES.initial,
        questionnaire=questionnaire or ensure_default(session, actor, site).number,
        author=actor.id,
        author_name=actor.name or actor.id,
    )
    _fill(session, actor, plan, year=year, quarter=quarter, quarter_reason=quarter_reason, purpose=purpose)
    _fill(session, actor, plan, sample_rule=sample_rule or usual_rule(session, site), excluded=excluded, targets=targets)
    session.add(plan)
    _state(session, actor, events.PLAN_DRAFTED, plan)
    return plan


def change_plan(session: Session, actor: Actor, plan: Plan, **changes: Any) -> Plan:
    """Change a plan that nobody has approved; whoever changes it becomes its author."""
    actor.require(WRITE_PLAN, plan.site)
    PLAN_STATES.apply(plan, "change")
    plan.author, plan.author_name = actor.id, actor.name or actor.id
    with session.no_autoflush:  # the fact keeps what changed as long as it is not written
        _fill(session, actor, plan, **changes)
    _state(session, actor, events.PLAN_CHANGED, plan)
    return plan


def submit_plan(session: Session, actor: Actor, plan: Plan) -> Plan:
    """Lay the plan before the lead."""
    actor.require(WRITE_PLAN, plan.site)
    PLAN_STATES.apply(plan, "submit")
    plan.submitted_at, plan.returned_because = clock.now(), None
    _state(session, actor, events.PLAN_SUBMITTED, plan)
    finish_task(session, actor, tasks.REWORK, plan.number, "submitted")
    open_task(session, actor, tasks.APPROVE, subject=plan.number, site=plan.site, params={"year": str(plan.year)})
    return plan


def approve_plan(session: Session, actor: Actor, plan: Plan) -> Plan:
    """A lead approves, who must be somebody else than the author (clause 4.2.1.1)."""
    actor.require(APPROVE_PLAN, plan.site)
    PLAN_STATES.next(plan.state, "approve")
    if actor.is_one_of(plan.author):
        raise Forbidden(N_("Somebody else than the author has to approve the plan."))
    PLAN_STATES.apply(plan, "approve")
    plan.approved_by, plan.approved_at = actor.name or actor.id, clock.now()
    _state(session, actor, events.PLAN_APPROVED, plan, approved_by=plan.approved_by)
    finish_task(session, actor, tasks.APPROVE, plan.number, "approved")
    open_task(session, actor, tasks.START, subject=plan.number, site=plan.site, params={"year": str(plan.year)})
    return plan


def return_plan(session: Session, actor: Actor, plan: Plan, *, reason: str) -> Plan:
    """A lead gives the plan back, saying what is missing."""
    actor.require(APPROVE_PLAN, plan.site)
    PLAN_STATES.apply(plan, "return")
    plan.returned_because = reason
    _state(session, actor, events.PLAN_RETURNED, plan, reason=reason)
    finish_task(session, actor, tasks.APPROVE, plan.number, "returned")
    open_task(session, actor, tasks.REWORK, subject=plan.number, site=plan.site, params={"reason": reason[:120]})
    return plan


def use_plan(session: Session, actor: Actor, plan: Plan, *, campaign: str) -> None:
    """The plan's campaign has started; a part of starting it. Refused unless the plan is approved and was not used yet."""
    PLAN_STATES.apply(plan, "start")
    plan.campaign = campaign
    _state(session, actor, events.PLAN_STARTED, plan, campaign=campaign)
    finish_task(session, actor, tasks.START, plan.number, "started")


def _fill(session: Session, actor: Actor, plan: Plan, **values: Any) -> None:
    plain = ("year", "quarter", "quarter_reason", "purpose", "questionnaire")
    for name in plain:
        if name in values and (values[name] is not None or name in {"quarter_reason", "purpose"}):
            setattr(plan, name, values[name])
    if plan.quarter not in USUAL_QUARTERS and not plan.quarter_reason:
        raise Invalid(N_("The survey runs in the third or fourth quarter; give a reason for another."), field="quarter_reason")
    questionnaire = questionnaire_of(session, actor, plan.questionnaire)
    if questionnaire.state != "released" or questionnaire.site != plan.site:
        raise Conflict(N_("Questionnaire %(number)s is not released at this site."), field="questionnaire", number=questionnaire.number)
    if "sample_rule" in values:
        plan.sample_rule = _once("sample_rule", "tier", [{"tier": r["tier"], "share": int(r["share"])} for r in values["sample_rule"]])
    if "excluded" in values:
        plan.excluded = _once("excluded", "customer_code", [dict(e) for e in values["excluded"]])
    if "targets" in values:
        plan.targets = {str(t["item"]): format(Decimal(t["mean"]).normalize(), "f") for t in values["targets"]}
    _check_targets(plan, questionnaire)


def _once(field: str, key: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len({row[key] for row in rows}) < len(rows):
        raise Invalid(N_("Name each only once."), field=field)
    return rows


def _check_targets(plan: Plan, questionnaire: Questionnaire) -> None:
    for code, mean in (plan.targets or {}).items():
        item = questionnaire.item(code)
        scale = item.scored if item else None
        if scale is None or not scale.low <= Decimal(mean) <= scale.high:
            raise Invalid(N_("“%(item)s” is no item with a scale that reaches this target."), field="targets", item=code)


def _state(session: Session, actor: Actor, event: EventType, plan: Plan, **more: Any) -> None:
    record(session, actor, event, plan, {**facts_of(plan), **more})
