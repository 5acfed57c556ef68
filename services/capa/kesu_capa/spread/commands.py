"""Asking departments whether a finding applies there too, and their answers. The only writer of read-across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_capa import events, tasks
from kesu_capa.capas.commands import require_work
from kesu_capa.capas.model import CAPA_STATES, Capa
from kesu_capa.deadlines.days import today_at
from kesu_capa.permissions import SPREAD
from kesu_capa.spread.model import SPREAD_STATES, ReadAcross
from kesu_capa.spread.queries import entries_of
from kesu_common import clock
from kesu_common.errors import Forbidden, Invalid
from kesu_common.events import EventType
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.tasks import finish_task, open_task


def read_across(session: Session, actor: Actor, capa: Capa, *, entries: Sequence[Mapping[str, Any]]) -> list[ReadAcross]:
    """Name where else it applies (D7) [{kind, what, department, site?, due_on?}]: each is work of the department there.

    All have to be done or declined before the report is closed.
    """
    require_work(actor, capa)
    CAPA_STATES.apply(capa, "spread")
    if not entries:
        raise Invalid(N_("Name at least one place where it may apply."), field="entries")
    line = len(entries_of(session, capa))
    return [_asked(session, actor, capa, line + n, entry) for n, entry in enumerate(entries, 1)]


def finish_read_across(session: Session, actor: Actor, entry: ReadAcross, *, outcome: str) -> ReadAcross:
    """Report that it was carried over, and what was done."""
    return _answered(session, actor, entry, "finish", events.READ_ACROSS_DONE, outcome)


def decline_read_across(session: Session, actor: Actor, entry: ReadAcross, *, outcome: str) -> ReadAcross:
    """Say why it does not apply there."""
    return _answered(session, actor, entry, "decline", events.READ_ACROSS_DECLINED, outcome)


def _asked(session: Session, actor: Actor, capa: Capa, line: int, given: Mapping[str, Any]) -> ReadAcross:
    due_on = given.get("due_on")
    site = given.get("site") or capa.site
    if due_on is not None and due_on < today_at(session, site):
        raise Invalid(N_("The due date is over already."), field="entries")
    zone = ZoneInfo(site_of(session, site).timezone)
    entry = ReadAcross(
        number=f"RA{capa.number.removeprefix('CA')}-{line}",
        site=site,
        state=SPREAD_STATES.initial,
        capa_id=capa.id,
        capa=capa.number,
        case_number=capa.case,
        line=line,
        kind=given["kind"],
        what=given["what"],
        department=given["department"],
        due_on=due_on,
    )
    session.add(entry)
    _state(session, actor, events.READ_ACROSS_ASSIGNED, entry, capa)
    open_task(
        session,
        actor,
        tasks.SPREAD,
        subject=entry.number,
        site=site,
        case=capa.case,
        role=entry.department,
        due_at=datetime.combine(due_on, time(23, 59), zone) if due_on else None,
        params={"what": entry.what[:120], "capa": capa.number},
    )
    return entry


def _answered(session: Session, actor: Actor, entry: ReadAcross, command: str, event: EventType, outcome: str) -> ReadAcross:
    actor.require(SPREAD, entry.site)
    if not (actor.has_role(entry.department, entry.site) or actor.has_role("quality", entry.site)):
        raise Forbidden(N_("This is the work of %(department)s."), department=entry.department)
    SPREAD_STATES.apply(entry, command)
    entry.outcome, entry.done_by, entry.done_at = outcome, actor.name or actor.id, clock.now()
    _state(session, actor, event, entry, session.get_one(Capa, entry.capa_id))
    finish_task(session, actor, tasks.SPREAD, entry.number, entry.state)
    return entry


def _state(session: Session, actor: Actor, event: EventType, entry: ReadAcross, capa: Capa) -> None:
    names = ("number", "capa", "kind", "what", "department", "state", "due_on")
    told = {**{name: getattr(entry, name) for name in names}, "answer": entry.outcome}
    record(session, actor, event, entry, told, case=entry.case_number, also=[capa])
