"""Opening a corrective action and taking it through its disciplines. The only writer of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kesu_capa import events, tasks
from kesu_capa.actions.queries import open_actions
from kesu_capa.capas.facts import facts_of
from kesu_capa.capas.model import CAPA_STATES, SEVERITIES, Capa, CapaCase, Reopening
from kesu_capa.capas.queries import capa_for
from kesu_capa.containment.model import ContainedPlace
from kesu_capa.permissions import ASSIGN, CLOSE, DECLINE, OPEN, REOPEN, VERIFY, WORK
from kesu_capa.spread.queries import entries_of
from kesu_capa.team.model import Member
from kesu_common import clock
from kesu_common.database import next_number
from kesu_common.errors import Conflict, Forbidden, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, finish_task, open_task

ALL_TASKS = (tasks.RECONSIDER, tasks.ASSIGN, tasks.LOOK, tasks.CONTAIN, tasks.PLAN, tasks.VERIFY, tasks.CLOSE)


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
    reference: str | None = None,
    clause: str | None = None,
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
        reference=reference,
        clause=clause,
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
    capa.updated_at = clock.now()
    state_fact(session, actor, events.JOINED, capa, reason=reason)
    return capa


def assign_capa(
    session: Session,
    actor: Actor,
    capa: Capa,
    *,
    leader: str,
    team: str | None = None,
    department: str | None = None,
    sponsor: str | None = None,
    members: Sequence[Mapping[str, Any]] = (),
) -> Capa:
    """Name who leads, the sponsor, the team (D1) and, where it was wrong, the responsible department; that has to contain and to plan.

    `members` are {name, department?, duty?}; `team` says the same in one text where nobody wants a list.
    """
    actor.require(ASSIGN, capa.site)
    first = capa.state == "opened"
    CAPA_STATES.apply(capa, "assign")
    capa.leader, capa.team = leader, team or _named(members)
    capa.members.clear()
    session.flush()
    named = [{"name": leader, "part": "leader"}, *([{"name": sponsor, "part": "sponsor"}] if sponsor else [])]
    people = [*named, *({**member, "part": "member"} for member in members)]
    capa.members.extend(Member(capa_id=capa.id, line=line, **one) for line, one in enumerate(people, 1))
    moved = department is not None and department != capa.responsible_department
    if moved and department is not None:
        capa.responsible_department = department
    state_fact(session, actor, events.ASSIGNED, capa, leader=leader, team=capa.team)
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
    places: Sequence[Mapping[str, Any]] = (),
    five_w: Mapping[str, str | None] | None = None,
    boundaries: Sequence[Mapping[str, str | None]] | None = None,
) -> Capa:
    """Describe the problem (D2: text, 5W2H, is / is not) and protect the customer (D3): what was blocked, sorted, exchanged; per place how
    much there is to check, was checked and was bad. Again and again, as the checking goes on.

    `places` {place, to_check, checked, bad, note?} tells more than `in_stock`, `in_transit` and `at_customer`, which are what was checked.
    """
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "contain")
    capa.problem, capa.containment = problem, containment
    if five_w is not None:
        capa.five_w = {name: words for name, words in five_w.items() if words}
    if boundaries is not None:
        capa.boundaries = [dict(one) for one in boundaries]
    checked = {"stock": in_stock, "transit": in_transit, "customer": at_customer}
    if places:
        if len({one["place"] for one in places}) < len(places):
            raise Invalid(N_("Each place stands once."), field="places")
        capa.places.clear()
        session.flush()
        capa.places.extend(ContainedPlace(capa_id=capa.id, **one) for one in places)
        checked = {**checked, **{one["place"]: one["checked"] for one in places}}
    capa.contained_stock, capa.contained_transit, capa.contained_customer = checked["stock"], checked["transit"], checked["customer"]
    quantities = {"in_stock": checked["stock"], "in_transit": checked["transit"], "at_customer": checked["customer"]}
    told = {name: None if value is None else f"{value:f}" for name, value in quantities.items()}
    state_fact(session, actor, events.CONTAINED, capa, containment=containment, **told)
    finish_task(session, actor, tasks.CONTAIN, capa.number, "contained")
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


def close_capa(session: Session, actor: Actor, capa: Capa, *, closing: str, meaning: str = "approved", thanks: str | None = None) -> Capa:
    """Close it (D8): name, role and meaning of the signature, and the words to the team. A critical one needs the GM's (clause 3.1).

    Raises `Conflict` while something of the read-across is neither done nor declined, and while an action is open.
    """
    actor.require(CLOSE, capa.site)
    if capa.severity == "critical" and not actor.has_role("gm", capa.site):
        raise Forbidden(N_("A critical corrective action is closed by the general manager."))
    CAPA_STATES.apply(capa, "close")
    if waiting := open_actions(session, capa):
        raise Conflict(N_("Actions are still open: %(actions)s."), actions=", ".join(action.number for action in waiting))
    if asked := [entry.number for entry in entries_of(session, capa) if entry.state == "open"]:
        raise Conflict(N_("The read-across is not answered yet: %(entries)s. Do or decline it first."), entries=", ".join(asked))
    capa.closing, capa.closed_at, capa.signed_by = closing, clock.now(), actor.name or actor.id
    roles = ("gm",) if capa.severity == "critical" else ("quality", "lead", "gm")
    capa.signed_as = next(role for role in roles if actor.has_role(role, capa.site))
    capa.signed_meaning, capa.thanks = meaning, thanks
    signature = {"signed_by": capa.signed_by, "signed_as": capa.signed_as, "meaning": meaning, "thanks": thanks}
    state_fact(session, actor, events.CLOSED, capa, closing=closing, **signature)
    for kind in (tasks.CLOSE, tasks.LOOK, tasks.RECONSIDER):
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


def keep_capa(session: Session, actor: Actor, capa: Capa, *, reason: str) -> Capa:
    """It goes on although what it was opened for has fallen away: a further reason."""
    actor.require(DECLINE, capa.site)
    CAPA_STATES.apply(capa, "keep")
    finish_task(session, actor, tasks.RECONSIDER, capa.number, "kept")
    return join_capa(session, actor, capa, reason=reason)


def reopen_capa(session: Session, actor: Actor, capa: Capa, *, reason: str, key: str | None = None) -> Capa:
    """Take it up again: it has happened again, or the customer says that it does not help (clause 4.1.3.9).

    Of several reasons the first reopens it; each further one is kept beside it. `key` is what says so: heard again it changes nothing.
    """
    actor.require(REOPEN, capa.site)
    again = capa.state == "reopened"
    CAPA_STATES.apply(capa, "reopen")
    if again and key is not None and key in {one.key for one in capa.reopenings}:
        return capa
    capa.reopenings.append(Reopening(by=actor.name or actor.id, key=key, reason=reason))
    if again:
        return join_capa(session, actor, capa, reason=reason)
    capa.reopened_because, capa.closed_at, capa.signed_by = reason, None, None
    capa.signed_as = capa.signed_meaning = None
    forget_criterion(capa)
    state_fact(session, actor, events.REOPENED, capa, reason=reason)
    cancel_task(session, actor, tasks.CLOSE, capa.number)
    open_task(session, actor, tasks.PLAN, role=capa.responsible_department, **about(capa))
    if capa.severity == "critical":
        open_task(session, actor, tasks.LOOK, **about(capa))
    return capa


def _named(members: Sequence[Mapping[str, Any]]) -> str | None:
    return ", ".join(f"{one['name']} ({one['department']})" if one.get("department") else one["name"] for one in members) or None


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
