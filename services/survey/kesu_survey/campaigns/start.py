"""Starting a campaign from an approved plan: draw, freeze, invite, all at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import open_task
from kesu_survey import events, tasks
from kesu_survey.campaigns.facts import facts_of
from kesu_survey.campaigns.model import CAMPAIGN_STATES, Campaign, SampledCustomer
from kesu_survey.campaigns.sample import Drawn, draw
from kesu_survey.copies.queries import customers_at
from kesu_survey.invitations.commands import invite
from kesu_survey.invitations.queries import addresses_at
from kesu_survey.permissions import RUN_CAMPAIGN
from kesu_survey.plans.commands import use_plan
from kesu_survey.plans.model import PLAN_STATES, Plan
from kesu_survey.questionnaires.queries import numbered


def start_campaign(
    session: Session,
    actor: Actor,
    plan: Plan,
    *,
    ends_on: date,
    anonymous: bool = False,
    min_group: int = 5,
    double_key: bool = True,
    reminders: int = 2,
    reminder_days: int = 5,
) -> Campaign:
    """Start the survey of an approved plan (clauses 4.2.1.1, 4.2.1.3, 4.2.1.4).

    Draws the sample from the customers known at this moment, keeps who was left out and why, and makes one invitation per customer asked,
    good until the end of `ends_on` at the site. With `anonymous`, answers are kept without the customer, and figures of fewer than
    `min_group` forms stay hidden; that cannot be changed afterwards, because customers were told. `double_key`: paper forms are typed in
    by two people. Who has not answered is reminded by mail, `reminders` times at most, every `reminder_days` working days.
    Raises `Invalid` for a last day that is over, `Conflict` when nobody would be asked.
    """
    actor.require(RUN_CAMPAIGN, plan.site)
    PLAN_STATES.next(plan.state, "start")
    zone = ZoneInfo(site_of(session, plan.site).timezone)
    expires_at = datetime.combine(ends_on, time(23, 59, 59), zone).astimezone(UTC)
    if expires_at <= clock.now():
        raise Invalid(N_("The last day is over already."), field="ends_on")
    number = next_number(session, "SC", plan.site, plan.year)
    drawn = draw(customers_at(session, plan.site), plan.sample_rule, plan.excluded, number)
    asked = [one for one in drawn if one.asked]
    if not asked:
        raise Conflict(N_("No customer would be asked: look at the plan's tiers, and at the customers of the site."))
    use_plan(session, actor, plan, campaign=number)
    campaign = _campaign(session, actor, plan, number, ends_on)
    campaign.anonymous, campaign.min_group, campaign.double_key = anonymous, min_group, double_key
    campaign.reminders, campaign.reminder_days = reminders, reminder_days
    session.add(campaign)
    session.flush()
    session.add_all(_sampled(number, one) for one in drawn)
    known = addresses_at(session, plan.site)
    for line, one in enumerate(asked, 1):
        session.add(invite(campaign, line, one.customer, expires_at, known.get(one.customer.number)))
    data = {**facts_of(campaign), "sample_rule": campaign.sample_rule, "asked": len(asked), "left_out": len(drawn) - len(asked)}
    record(session, actor, events.CAMPAIGN_STARTED, campaign, data, case=number)
    open_task(session, actor, tasks.CLOSE, subject=number, site=plan.site, case=number, due_at=expires_at)
    return campaign


def _campaign(session: Session, actor: Actor, plan: Plan, number: str, ends_on: date) -> Campaign:
    items = numbered(session, plan.questionnaire).items
    own = {item.code: format(item.target.normalize(), "f") for item in items if item.target is not None}
    return Campaign(
        number=number,
        site=plan.site,
        state=CAMPAIGN_STATES.initial,
        plan=plan.number,
        year=plan.year,
        questionnaire=plan.questionnaire,
        sample_rule=plan.sample_rule,
        targets={**own, **plan.targets},
        ends_on=ends_on,
        started_by=actor.name or actor.id,
    )


def _sampled(campaign: str, one: Drawn) -> SampledCustomer:
    return SampledCustomer(
        campaign=campaign,
        customer_code=one.customer.number,
        customer_name=one.customer.name,
        tier=one.customer.tier,
        asked=one.asked,
        why=one.why,
        reason=one.reason,
    )
