"""Opening a corrective action and taking it through its disciplines. The only writer of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import events, tasks
from kesu_capa.actions.queries import open_actions
from kesu_capa.capas.facts import facts_of
from kesu_capa.capas.model import CAPA_STATES, SEVERITIES, Capa, CapaCase
from kesu_capa.capas.queries import capa_for
from kesu_capa.permissions import ASSIGN, CLOSE, DECLINE, OPEN, REOPEN, VERIFY, WORK
from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Forbidden
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task

ALL_TASKS = (tasks.ASSIGN, tasks.LOOK, tasks.CONTAIN, tasks.PLAN, tasks.VERIFY, tasks.CLOSE)


def open_capa(
    session: Session,
    actor: Actor,
    *,
    site: str,
    source: str,
    source_key: str,
    title: str,
    severity: str,
    responsible_department: str,
    reason: str,
    kind: str = "corrective",
    complaint: str | None = None,
    campaign: str | None = None,
    item: str | None = None,
    customer_code: str | None = None,
    product: str | None = None,
    lot: str | None = None,
    defect_code: str | None = None,
    cases: Sequence[tuple[str, str | None]] = (),
) -> Capa:
    """Open a corrective action for `source_key` (clauses 4.1.3.4-d, 4.1.3.5, 4.2.3.5). There is one for each.

    It serves `complaint`, or all of `cases`: complaints with their customers' codes.

    QA is told to name a leader; a critical one lies on the GM's desk at once. Raises `Conflict` for a second one.
    """
    actor.require(OPEN, site)
    if earlier := capa_for(session, source_key):
        raise Conflict(N_("%(number)s was opened for this already."), number=earlier.number)
    served = {**dict(cases), **({complaint: customer_code} if complaint else {})}
    capa = Capa(
        number=next_number(session, "CA", site),
        site=site,
        state=CAPA_STATES.initial,
        kind=kind,
        source=source,
        source_key=source_key,
        complaint=complaint,
        campaign=campaign,
        item=item,
        title=title,
        severity=severity,
        product=product,
        lot=lot,
        defect_code=defect_code,
        responsible_department=responsible_department,
        opened_because=reason,
        cases=[CapaCase(complaint=one, customer_code=customer) for one, customer in served.items()],
    )
    session.add(capa)
    state_fact(session, actor, events.OPENED, capa, reason=reason)
    open_task(session, actor, tasks.ASSIGN, **about(capa))
    if severity == "critical":
        open_task(session, actor, tasks.LOOK, **about(capa))
    return capa


def join_capa(
    session: Session,
    actor: Actor,
    capa: Capa,
    *,
    reason: str,
    severity: str | None = None,
    complaint: str | None = None,
    customer_code: str | None = None,
) -> Capa:
    """A further reason, or a further complaint, for an open report; the severity can only rise."""
    if complaint and complaint not in capa.complaints:
        capa.cases.append(CapaCase(complaint=complaint, customer_code=customer_code))
    if severity in SEVERITIES and SEVERITIES.index(severity) > SEVERITIES.index(capa.severity):
        capa.severity = severity
        if severity == "critical":
            open_task(session, actor, tasks.LOOK, **about(capa))
    state_fact(session, actor, events.JOINED, capa, reason=reason)
    return capa


def assign_capa(session: Session, actor: Actor, capa: Capa, *, leader: str, team: str | None = None, department: str | None = None) -> Capa:
    """Name who leads, the team (D1) and, where it was wrong, the responsible department; that department has to contain and to plan."""
    actor.require(ASSIGN, capa.site)
    first = capa.state == "opened"
    CAPA_STATES.apply(capa, "assign")
    capa.leader, capa.team = leader, team
    moved = department is not None and department != capa.responsible_department
    if moved and department is not None:
        capa.responsible_department = department
    state_fact(session, actor, events.ASSIGNED, capa, leader=leader, team=team)
    finish_task(session, actor, tasks.ASSIGN, capa.number, "assigned")
    if first or moved:
        for kind in (tasks.CONTAIN, tasks.PLAN):
            cancel_task(session, actor, kind, capa.number)
        if capa.state == "assigned":
            open_task(session, actor, tasks.CONTAIN, role=capa.responsible_department, start=capa.created_at, **about(capa))
        open_task(session, actor, tasks.PLAN, role=capa.responsible_department, start=capa.created_at, **about(capa))
    return capa


def contain_capa(
    session: Session,
    actor: Actor,
    capa: Capa,
    *,
    problem: str,
    containment: str,
    in_stock: Decimal | None = None,
    in_transit: Decimal | None = None,
    at_customer: Decimal | None = None,
) -> Capa:
    """Describe the problem (D2) and protect the customer (D3): what was blocked, sorted, exchanged, and how much of it."""
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "contain")
    capa.problem, capa.containment = problem, containment
    capa.contained_stock, capa.contained_transit, capa.contained_customer = in_stock, in_transit, at_customer
    quantities = {"in_stock": in_stock, "in_transit": in_transit, "at_customer": at_customer}
    told = {name: None if value is None else f"{value:f}" for name, value in quantities.items()}
    state_fact(session, actor, events.CONTAINED, capa, containment=containment, **told)
    finish_task(session, actor, tasks.CONTAIN, capa.number, "contained")
    return capa


def analyse_capa(session: Session, actor: Actor, capa: Capa, *, occurrence_cause: str, escape_cause: str, cause_verified: str) -> Capa:
    """Put both causes on record (D4), with how it was made sure (clause 4.1.3.4-d)."""
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "analyse")
    capa.occurrence_cause, capa.escape_cause, capa.cause_verified = occurrence_cause, escape_cause, cause_verified
    state_fact(
        session, actor, events.ANALYSED, capa, occurrence_cause=occurrence_cause, escape_cause=escape_cause, cause_verified=cause_verified
    )
    return capa


def verify_capa(session: Session, actor: Actor, capa: Capa, *, effective: bool, verification: str, read_across: str | None = None) -> Capa:
    """Judge whether the actions work (D6) and where else they apply (D7). Not effective: back to the causes."""
    actor.require(VERIFY, capa.site)
    if waiting := open_actions(session, capa):
        raise Conflict(N_("Actions are still open: %(actions)s."), actions=", ".join(action.number for action in waiting))
    CAPA_STATES.apply(capa, "verify" if effective else "fail")
    capa.verification, capa.read_across = verification, read_across
    state_fact(session, actor, events.VERIFIED, capa, effective=effective, verification=verification)
    finish_task(session, actor, tasks.VERIFY, capa.number, "effective" if effective else "not_effective")
    if not effective:
        forget_criterion(capa)
    if effective:
        open_task(session, actor, tasks.CLOSE, role="gm" if capa.severity == "critical" else "quality", **about(capa))
    else:
        open_task(session, actor, tasks.PLAN, role=capa.responsible_department, **about(capa))
    return capa


def close_capa(session: Session, actor: Actor, capa: Capa, *, closing: str) -> Capa:
    """Close it (D8) with the closer's name as signature. A critical one needs the GM's (clause 3.1)."""
    actor.require(CLOSE, capa.site)
    if capa.severity == "critical" and not actor.has_role("gm", capa.site):
        raise Forbidden(N_("A critical corrective action is closed by the general manager."))
    CAPA_STATES.apply(capa, "close")
    capa.closing, capa.closed_at, capa.signed_by = closing, clock.now(), actor.name or actor.id
    state_fact(session, actor, events.CLOSED, capa, closing=closing, signed_by=capa.signed_by)
    for kind in (tasks.CLOSE, tasks.LOOK):
        finish_task(session, actor, kind, capa.number, "closed")
    return capa


def decline_capa(session: Session, actor: Actor, capa: Capa, *, reason: str) -> Capa:
    """Decide, with a reason, that no corrective action is needed (clause 4.1.3.4-d). Of a critical one only the GM may."""
    actor.require(DECLINE, capa.site)
    if capa.severity == "critical" and not actor.has_role("gm", capa.site):
        raise Forbidden(N_("A critical corrective action is closed by the general manager."))
    CAPA_STATES.apply(capa, "decline")
    capa.closing, capa.closed_at, capa.signed_by = reason, clock.now(), actor.name or actor.id
    state_fact(session, actor, events.DECLINED, capa, reason=reason)
    for kind in ALL_TASKS:
        cancel_task(session, actor, kind, capa.number)
    return capa


def reopen_capa(session: Session, actor: Actor, capa: Capa, *, reason: str) -> Capa:
    """Take it up again: it has happened again, or the customer says that it does not help (clause 4.1.3.9)."""
    actor.require(REOPEN, capa.site)
    CAPA_STATES.apply(capa, "reopen")
    capa.reopened_because, capa.closed_at, capa.signed_by = reason, None, None
    forget_criterion(capa)
    state_fact(session, actor, events.REOPENED, capa, reason=reason)
    cancel_task(session, actor, tasks.CLOSE, capa.number)
    open_task(session, actor, tasks.PLAN, role=capa.responsible_department, **about(capa))
    if capa.severity == "critical":
        open_task(session, actor, tasks.LOOK, **about(capa))
    return capa


def forget_criterion(capa: Capa) -> None:
    """Other actions will follow, whose effect is counted anew."""
    capa.effect_amount = capa.effect_judged_at = None
    capa.effect_basis = capa.effect_until = "units"


def about(capa: Capa) -> dict[str, Any]:
    """What every task about a report is told."""
    return {"subject": capa.number, "site": capa.site, "case": capa.case, "params": {"what": capa.title}}


def state_fact(session: Session, actor: Actor, event: EventType, capa: Capa, **more: Any) -> None:
    """State a fact about a report, with what is particular to it."""
    data: Mapping[str, Any] = {**facts_of(capa), **more}
    record(session, actor, event, capa, data, case=capa.case)


def require_work(actor: Actor, capa: Capa) -> None:
    """The responsible department does the work; QA may help everywhere."""
    actor.require(WORK, capa.site)
    if not (actor.has_role(capa.responsible_department, capa.site) or actor.has_role("quality", capa.site)):
        raise Forbidden(N_("This is the work of %(department)s."), department=capa.responsible_department)
