"""Joining a report into another by hand, separating it again, splitting a complaint off. Writes only reports and their complaints."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_capa import events, tasks
from kesu_capa.capas.commands import ALL_TASKS, about, join_capa, open_capa, state_fact
from kesu_capa.capas.model import CAPA_STATES, FINAL, Capa, CapaCase
from kesu_capa.capas.queries import capa_for, capa_of
from kesu_capa.permissions import MERGE
from kesu_common import clock
from kesu_common.errors import Conflict, Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.tasks import cancel_task, open_task


def merge_capa(session: Session, actor: Actor, capa: Capa, *, into: str, reason: str) -> Capa:
    """Join this report, on which no work has begun, into another of the site: its complaints, its severity and its work go there.

    `separate_capa` undoes it. Raises `Invalid` for itself, another site's, or one that is over.
    """
    actor.require(MERGE, capa.site)
    CAPA_STATES.apply(capa, "merge")
    if into == capa.number:
        raise Invalid(N_("A report cannot be joined into itself."), field="into")
    target = capa_of(session, actor, into, lock=True)
    if target.site != capa.site:
        raise Invalid(N_("%(number)s is of another site."), number=into, field="into")
    if target.state in FINAL:
        raise Invalid(N_("%(number)s is over already: reopen it first, or join the other way round."), number=into, field="into")
    for case in capa.cases:
        if case.complaint not in target.complaints:
            target.cases.append(CapaCase(complaint=case.complaint, customer_code=case.customer_code, joined_from=capa.number))
    join_capa(session, actor, target, reason=f"{capa.number}: {reason}", severity=capa.severity)
    capa.joined_into, capa.closed_at = target.number, clock.now()
    capa.cases.clear()
    state_fact(session, actor, events.MERGED, capa, into=target.number, reason=reason)
    for kind in ALL_TASKS:
        cancel_task(session, actor, kind, capa.number)
    return capa


def separate_capa(session: Session, actor: Actor, capa: Capa, *, reason: str) -> Capa:
    """Let a joined report stand on its own again, with the complaints that it brought along."""
    actor.require(MERGE, capa.site)
    CAPA_STATES.apply(capa, "separate")
    target = capa_of(session, actor, capa.joined_into or "", lock=True)
    mine = [case for case in target.cases if case.joined_from == capa.number]
    moved = [(case.complaint, case.customer_code) for case in mine]
    for case in mine:
        target.cases.remove(case)
    session.flush()
    capa.cases.extend(CapaCase(complaint=complaint, customer_code=customer) for complaint, customer in moved)
    capa.joined_into = capa.closed_at = capa.leader = None
    capa.members.clear()
    target.updated_at = clock.now()
    state_fact(session, actor, events.SEPARATED, capa, reason=reason)
    state_fact(session, actor, events.SPLIT, target, from_complaint=None, to=capa.number, reason=reason)
    open_task(session, actor, tasks.ASSIGN, **about(capa))
    if capa.severity == "critical":
        open_task(session, actor, tasks.LOOK, **about(capa))
    return capa


def split_complaint(session: Session, actor: Actor, capa: Capa, *, complaint: str, reason: str) -> Capa:
    """Take a complaint out of the report and give it one of its own, which begins anew; joining that by hand undoes it.

    Raises `Invalid` for a complaint that it does not serve, `Conflict` for its last one and the one that it was opened for.
    """
    actor.require(MERGE, capa.site)
    CAPA_STATES.apply(capa, "split")
    case = next((case for case in capa.cases if case.complaint == complaint), None)
    if case is None:
        raise Invalid(N_("It does not serve complaint %(complaint)s."), complaint=complaint, field="complaint")
    if complaint == capa.complaint or len(capa.cases) == 1:
        raise Conflict(N_("It was opened for %(complaint)s: that one stays."), complaint=complaint, field="complaint")
    earlier = capa_for(session, complaint)
    if earlier is not None and earlier.joined_into == capa.number:
        separate_capa(session, actor, earlier, reason=reason)
        return capa
    customer = case.customer_code
    capa.cases.remove(case)
    capa.updated_at = clock.now()
    session.flush()
    own = open_capa(
        session,
        actor,
        site=capa.site,
        source="complaint",
        source_key=complaint,
        complaint=complaint,
        customer_code=customer,
        title=capa.title,
        severity=capa.severity,
        responsible_department=capa.responsible_department,
        reason=reason,
        product=capa.product,
        lot=capa.lot,
    )
    state_fact(session, actor, events.SPLIT, capa, from_complaint=complaint, to=own.number, reason=reason)
    return capa
