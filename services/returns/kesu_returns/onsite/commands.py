"""What may be done with an on-site job (clause 4.1.3.7-d): a saga of three departments, each of which may still withdraw its part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database import next_number, one_at_a_time
from kesu_common.errors import Conflict, Invalid, TooEarly
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.numbers import plain
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import TaskKind, cancel_task, finish_task, open_task
from kesu_returns import permissions
from kesu_returns.copies.queries import customer_name, require_known
from kesu_returns.costs.commands import record_cost
from kesu_returns.onsite import events, tasks
from kesu_returns.onsite.model import ONSITE_STATES, PARTS, OnSiteJob
from kesu_returns.onsite.queries import jobs_between

CONFIRM = {"crew": permissions.CONFIRM_CREW, "vehicle": permissions.CONFIRM_VEHICLE, "inspector": permissions.CONFIRM_INSPECTOR}
"""Part → the action that confirming it, and withdrawing it, is."""


def request_job(session: Session, actor: Actor, site: str, data: Mapping[str, Any], *, requested_by: str | None = None) -> OnSiteJob:
    """Ask the departments for rework at the customer's (申请现场返工): customer, complaint, product, lot, quantity, terms.

    A complaint has one open job: asked again for the same, that one is returned as it is. Raises `Invalid` for an unknown site
    and, asked for directly (`requested_by` is none), for a customer or complaint that nobody knows.
    """
    site_of(session, site)
    actor.require(permissions.REQUEST_ONSITE, site)
    number = data.get("complaint")
    if requested_by is None:
        require_known(session, site, data.get("customer_code"), number)
    is_open = select(OnSiteJob).where(OnSiteJob.complaint == number, OnSiteJob.state.not_in(("completed", "cancelled")))
    if number and (found := session.scalar(is_open.with_for_update())):
        return found
    none = dict.fromkeys(("reworked", "passed", "failed"), Decimal(0))
    job = OnSiteJob(
        number=next_number(session, "OS", site),
        site=site,
        state=ONSITE_STATES.initial,
        requested_by=requested_by or actor.id,
        **none,
        **data,
    )
    job.customer_name = job.customer_name or customer_name(session, job.customer_code)
    session.add(job)
    _state(session, actor, events.ONSITE_REQUESTED, job)
    _work(session, actor, tasks.SCHEDULE, job)
    for part in PARTS:
        _work(session, actor, tasks.CONFIRM[part], job)
    return job


def schedule_job(session: Session, actor: Actor, job: OnSiteJob, address: str, begins_at: datetime, ends_at: datetime) -> OnSiteJob:
    """Agree with the customer where and when (排期). Whoever had confirmed another time is asked again.

    Raises `Invalid` (`ends_at`) for a time that ends before it begins or is over, `Conflict` when somebody is elsewhere then.
    """
    actor.require(permissions.REQUEST_ONSITE, job.site)
    ONSITE_STATES.next(job.state, "schedule")
    if ends_at <= begins_at:
        raise Invalid(N_("The end must be after the beginning."), field="ends_at")
    if ends_at <= clock.now():
        raise Invalid(N_("This time is over already."), field="ends_at")
    moved = (job.begins_at, job.ends_at) not in ((None, None), (begins_at, ends_at))
    was_ready = job.state == "ready"
    ONSITE_STATES.apply(job, "schedule")
    job.address, job.begins_at, job.ends_at = address, begins_at, ends_at
    if moved:
        _free(session, actor, job)
    _require_free(session, job)
    if was_ready:
        cancel_task(session, actor, tasks.WORK, job.number)
    if was_ready and moved:
        _state(session, actor, events.ONSITE_FREED, job, {"part": "schedule", "reason": N_("Another time was agreed.")})
    finish_task(session, actor, tasks.SCHEDULE, job.number, "scheduled")
    return _ready_if_complete(session, actor, job, events.ONSITE_SCHEDULED)


def confirm_part(session: Session, actor: Actor, job: OnSiteJob, part: str, name: str) -> OnSiteJob:
    """A department names its part: the crew, the vehicle or the inspector (确认). The last one makes the job ready.

    Raises `Conflict` when the inspector is one of the crew: nobody inspects the own work; and when one is at another job at that time.
    """
    actor.require(CONFIRM[part], job.site)
    ONSITE_STATES.next(job.state, "confirm")
    setattr(job, part, name)
    if job.crew and job.inspector and job.inspector.casefold() in job.crew.casefold():
        raise Conflict(N_("Whoever inspects must not be one of the crew."))
    _require_free(session, job)
    setattr(job, f"{part}_by", actor.id)
    ONSITE_STATES.apply(job, "confirm")
    finish_task(session, actor, tasks.CONFIRM[part], job.number, "confirmed")
    return _ready_if_complete(session, actor, job, events.ONSITE_CONFIRMED)


def drop_out(session: Session, actor: Actor, job: OnSiteJob, part: str, reason: str) -> OnSiteJob:
    """A department withdraws its part (退出): the others are free again, are told why, and all three are asked anew."""
    actor.require(CONFIRM[part], job.site)
    ONSITE_STATES.next(job.state, "drop_out")
    if getattr(job, part) is None:
        raise TooEarly(N_("This part was not confirmed yet."))
    ONSITE_STATES.apply(job, "drop_out")
    job.outcome = reason
    _free(session, actor, job)
    _state(session, actor, events.ONSITE_FREED, job, {"part": part, "reason": reason})
    cancel_task(session, actor, tasks.WORK, job.number)
    return job


def start_job(session: Session, actor: Actor, job: OnSiteJob) -> OnSiteJob:
    """Crew and inspector are at the customer's and begin (开工). The state table lets nobody begin before all three are confirmed."""
    actor.require(permissions.WORK_ONSITE, job.site)
    ONSITE_STATES.apply(job, "start")
    job.started_at = clock.now()
    _state(session, actor, events.ONSITE_STARTED, job)
    return job


def record_work(session: Session, actor: Actor, job: OnSiteJob, reworked: Decimal, work_done: str | None = None) -> OnSiteJob:
    """Say how many were reworked in all so far, and how (返工记录). Raises `Conflict` for more than there is."""
    actor.require(permissions.WORK_ONSITE, job.site)
    ONSITE_STATES.next(job.state, "record_work")
    if job.quantity is not None and reworked > job.quantity:
        raise Conflict(N_("Only %(quantity)s are to be reworked."), quantity=f"{job.quantity.normalize():f}")
    ONSITE_STATES.apply(job, "record_work")
    job.reworked, job.work_done = reworked, work_done or job.work_done
    _state(session, actor, events.ONSITE_WORKED, job)
    finish_task(session, actor, tasks.WORK, job.number, "reworked")
    _work(session, actor, tasks.INSPECT, job)
    return job


def complete_job(
    session: Session,
    actor: Actor,
    job: OnSiteJob,
    passed: Decimal,
    failed: Decimal,
    report: str,
    cost: Decimal | None = None,
    rest: str | None = None,
) -> OnSiteJob:
    """The inspector's report ends the job (检验报告). Raises `TooEarly` before work was recorded, `Invalid` (`passed`) unless passed and
    failed make up what was reworked, and (`rest`) when fewer were reworked than were meant to be and nobody says what becomes of the rest.
    """
    actor.require(permissions.INSPECT_ONSITE, job.site)
    ONSITE_STATES.next(job.state, "complete")
    if not job.reworked:
        raise TooEarly(N_("Nothing was recorded as reworked yet."))
    if passed + failed != job.reworked:
        raise Invalid(N_("Passed and failed must make up the %(n)s reworked."), field="passed", n=f"{job.reworked.normalize():f}")
    if job.quantity is not None and job.reworked < job.quantity and not rest:
        left = plain(job.quantity - job.reworked)
        raise Invalid(N_("%(left)s were not reworked: say what becomes of them."), field="rest", left=left)
    ONSITE_STATES.apply(job, "complete")
    job.passed, job.failed, job.report, job.cost, job.rest = passed, failed, report, cost, rest
    job.reported_by, job.completed_at = actor.id, clock.now()
    _state(session, actor, events.ONSITE_COMPLETED, job, {"report": report, "rest": rest})
    if cost and (amount := round(cost, 2)):
        record_cost(session, actor, job, kind="handling", amount=amount)
    _end_work(session, actor, job)
    return job


def cancel_job(session: Session, actor: Actor, job: OnSiteJob, reason: str) -> OnSiteJob:
    """The job is not done (取消): every department that had confirmed is free, and told to stand down."""
    actor.require(permissions.CANCEL_ONSITE, job.site)
    ONSITE_STATES.apply(job, "cancel")
    job.outcome = reason
    freed = [part for part in PARTS if getattr(job, part)]
    _state(session, actor, events.ONSITE_CANCELLED, job, {"reason": reason})
    _end_work(session, actor, job)
    for part in freed:
        open_task(
            session,
            actor,
            tasks.STAND_DOWN,
            subject=job.number,
            site=job.site,
            case=job.complaint,
            role=PARTS[part],
            params={"what": getattr(job, part), "reason": reason},
        )
    return job


def stand_down(session: Session, actor: Actor, job: OnSiteJob) -> OnSiteJob:
    """A department has heard that the job is cancelled, and is free. Raises `TooEarly` while it is not."""
    actor.require(permissions.STAND_DOWN, job.site)
    if job.state != "cancelled":
        raise TooEarly(N_("The job is not cancelled."))
    for role in set(PARTS.values()):
        if actor.has_role(role, job.site):
            finish_task(session, actor, tasks.STAND_DOWN, job.number, "heard", role=role)
    return job


def _require_free(session: Session, job: OnSiteJob) -> None:
    """Nobody and no vehicle is at two jobs at a time."""
    if job.begins_at is None or job.ends_at is None:
        return
    one_at_a_time(session, "onsite", job.site)
    for other in jobs_between(session, job.site, job.begins_at, job.ends_at):
        for part in PARTS:
            name = getattr(job, part)
            if other.number != job.number and name and name.casefold() == (getattr(other, part) or "").casefold():
                raise Conflict(N_("%(name)s is at job %(job)s at that time."), name=name, job=other.number)


def _free(session: Session, actor: Actor, job: OnSiteJob) -> None:
    for part in PARTS:
        if getattr(job, part) is not None:
            setattr(job, part, None)
            setattr(job, f"{part}_by", None)
            _work(session, actor, tasks.CONFIRM[part], job)


def _ready_if_complete(session: Session, actor: Actor, job: OnSiteJob, event: EventType) -> OnSiteJob:
    _state(session, actor, event, job)
    if not job.lacking:
        ONSITE_STATES.apply(job, "make_ready")
        job.outcome = None
        _state(session, actor, events.ONSITE_READY, job)
        _work(session, actor, tasks.WORK, job, due_at=job.ends_at)
    return job


def _work(session: Session, actor: Actor, kind: TaskKind, job: OnSiteJob, due_at: datetime | None = None) -> None:
    params = {"customer": job.customer_name or job.customer_code or "?"}
    open_task(session, actor, kind, subject=job.number, site=job.site, case=job.complaint, due_at=due_at, params=params)


def _end_work(session: Session, actor: Actor, job: OnSiteJob) -> None:
    for kind in tasks.TASKS:
        if job.state == "completed" and kind is tasks.INSPECT:
            finish_task(session, actor, kind, job.number, "completed")
        else:
            cancel_task(session, actor, kind, job.number)


def _state(session: Session, actor: Actor, event: EventType, job: OnSiteJob, more: Mapping[str, Any] | None = None) -> None:
    record(session, actor, event, job, {**{name: getattr(job, name) for name in _TOLD}, **(more or {})}, case=job.complaint)


_TOLD = (
    *("number", "complaint", "settlement", "customer_code", "customer_name", "state", "product", "lot", "quantity"),
    *("address", "begins_at", "ends_at"),
    *("crew", "vehicle", "inspector", "reworked", "passed", "failed"),
)
