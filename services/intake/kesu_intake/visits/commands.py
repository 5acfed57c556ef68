"""Planning, moving, reporting and cancelling visits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, TooEarly
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task
from kesu_intake import tasks
from kesu_intake.customers.model import Customer
from kesu_intake.exchanges.model import Exchange
from kesu_intake.permissions import VISIT
from kesu_intake.visits import facts
from kesu_intake.visits.facts import facts_of
from kesu_intake.visits.model import VISIT_STATES, Visit


def plan_visit(
    session: Session, actor: Actor, customer: Customer, *, purpose: str, starts_at: datetime, place: str, people: str, with_whom: str
) -> Visit:
    """Plan a visit; sales has the work to report on it, due when it begins. One that took place already may be planned and reported at
    once. Raises `Conflict` for an inactive customer.
    """
    actor.require(VISIT, customer.site)
    if customer.state != "active":
        raise Conflict(N_("The customer “%(code)s” is inactive."), code=customer.number)
    visit = Visit(
        number=next_number(session, "VS", customer.site),
        site=customer.site,
        state=VISIT_STATES.initial,
        customer_code=customer.number,
        customer_name=customer.name,
        purpose=purpose,
        starts_at=starts_at,
        place=place,
        people=people,
        with_whom=with_whom,
        planned_by=actor.name or actor.id,
    )
    session.add(visit)
    record(session, actor, facts.VISIT_PLANNED, visit, facts_of(visit))
    _ask_to_report(session, actor, visit)
    return visit


def move_visit(session: Session, actor: Actor, visit: Visit, *, starts_at: datetime, reason: str) -> Visit:
    """Another time, for a reason."""
    actor.require(VISIT, visit.site)
    VISIT_STATES.apply(visit, "move")
    visit.starts_at, visit.reason = starts_at, reason
    record(session, actor, facts.VISIT_MOVED, visit, {**facts_of(visit), "reason": reason})
    cancel_task(session, actor, tasks.VISIT_REPORT, visit.number)
    _ask_to_report(session, actor, visit)
    return visit


def report_visit(session: Session, actor: Actor, visit: Visit, *, findings: str) -> Visit:
    """What was found and agreed; logged as an exchange with the customer (clause 3.2-a). Raises `TooEarly` before the visit."""
    actor.require(VISIT, visit.site)
    VISIT_STATES.apply(visit, "report")
    if visit.starts_at > clock.now():
        raise TooEarly(N_("The visit is still to come."))
    visit.findings, visit.ended_by, visit.ended_at = findings, actor.name or actor.id, clock.now()
    session.add(
        Exchange(
            customer_code=visit.customer_code,
            site=visit.site,
            direction="out",
            channel="visit",
            person=visit.with_whom,
            content=findings,
            occurred_at=visit.starts_at,
            recorded_by=actor.name or actor.id,
        )
    )
    record(session, actor, facts.VISIT_REPORTED, visit, {**facts_of(visit), "summary": findings})
    finish_task(session, actor, tasks.VISIT_REPORT, visit.number, "reported")
    return visit


def cancel_visit(session: Session, actor: Actor, visit: Visit, *, reason: str) -> Visit:
    """It does not take place, for a reason."""
    actor.require(VISIT, visit.site)
    VISIT_STATES.apply(visit, "cancel")
    visit.reason, visit.ended_by, visit.ended_at = reason, actor.name or actor.id, clock.now()
    record(session, actor, facts.VISIT_CANCELLED, visit, {**facts_of(visit), "reason": reason})
    cancel_task(session, actor, tasks.VISIT_REPORT, visit.number)
    return visit


def _ask_to_report(session: Session, actor: Actor, visit: Visit) -> None:
    params = {"customer": visit.customer_name, "people": visit.people}
    open_task(session, actor, tasks.VISIT_REPORT, subject=visit.number, site=visit.site, due_at=visit.starts_at, params=params)
