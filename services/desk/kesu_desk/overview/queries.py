"""The figures of the overview, counted from the read models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, at_sites
from kesu_desk.cases.model import CaseRecord, CaseSummary, TimelineEntry
from kesu_desk.my_work.model import WorkItem
from kesu_desk.permissions import SEE_OVERVIEW

AGES = ((3, N_("up_to_3_days")), (7, N_("up_to_7_days")), (30, N_("up_to_30_days")), (None, N_("older")))
"""Upper limits in days, and the names of the columns."""
SEVERITIES = (N_("critical"), N_("major"), N_("minor"))
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class SiteFigures:
    """One site at this moment; effectiveness and misses over the last 365 days."""

    site: str
    open_cases: int = 0
    critical: int = 0
    overdue_work: int = 0
    returns_in_hand: int = 0
    open_capas: int = 0
    effective: int = 0
    verified: int = 0
    answers: int = 0
    targets_missed: int = 0


@dataclass(frozen=True)
class Overview:
    """Everything on the page. `by_severity` maps severity → age → number of open complaints."""

    by_severity: dict[str, dict[str, int]]
    sites: list[SiteFigures]
    overdue: Sequence[WorkItem]
    missed: Sequence[TimelineEntry]
    total: SiteFigures = field(default_factory=lambda: SiteFigures("*"))


def overview(session: Session, actor: Actor, site: str | None = None) -> Overview:
    """The state of service and satisfaction work at the actor's sites, or at one of them."""
    now = clock.now()
    by_severity = {severity: {name: 0 for _, name in AGES} for severity in SEVERITIES}
    aged = (
        select(CaseSummary.severity.label("severity"), _age(CaseSummary.opened_at, now).label("age"))
        .where(CaseSummary.is_open, CaseSummary.kind == "complaint", *_seen(actor, CaseSummary.site, site))
        .subquery()
    )
    counts = select(aged.c.severity, aged.c.age, func.count()).group_by(aged.c.severity, aged.c.age)
    for severity, age, number in session.execute(counts):
        by_severity[severity if severity in by_severity else "minor"][age] += number
    sites = _by_site(session, actor, site, now)
    late = select(WorkItem).where(WorkItem.state == "open", WorkItem.due_at < now, *_seen(actor, WorkItem.site, site))
    missed = select(TimelineEntry).where(
        TimelineEntry.topic == "target.missed", TimelineEntry.at > now - YEAR, *_seen(actor, TimelineEntry.site, site)
    )
    return Overview(
        by_severity=by_severity,
        sites=sites,
        overdue=session.scalars(late.order_by(WorkItem.due_at).limit(20)).all(),
        missed=session.scalars(missed.order_by(TimelineEntry.at.desc()).limit(20)).all(),
        total=_sum(sites),
    )


def _by_site(session: Session, actor: Actor, site: str | None, now: datetime) -> list[SiteFigures]:
    cases = CaseSummary.is_open & (CaseSummary.kind == "complaint")
    returns, capas = CaseRecord.number.startswith("RT-"), CaseRecord.number.startswith("CA-")
    holds = CaseRecord.effective.is_(True) & CaseRecord.state.in_(("effective", "closed"))
    recently = CaseRecord.updated_at > now - YEAR
    counted: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "open_cases": (CaseSummary.site, cases),
        "critical": (CaseSummary.site, cases & (CaseSummary.severity == "critical")),
        "overdue_work": (WorkItem.site, (WorkItem.state == "open") & (WorkItem.due_at < now)),
        "returns_in_hand": (CaseRecord.site, returns & CaseRecord.is_open),
        "open_capas": (CaseRecord.site, capas & CaseRecord.is_open),
        "effective": (CaseRecord.site, capas & holds & recently),
        "verified": (CaseRecord.site, capas & CaseRecord.effective.is_not(None) & recently),
        "answers": (TimelineEntry.site, (TimelineEntry.topic == "answer.received") & (TimelineEntry.at > now - YEAR)),
        "targets_missed": (TimelineEntry.site, (TimelineEntry.topic == "target.missed") & (TimelineEntry.at > now - YEAR)),
    }
    figures: dict[str, dict[str, int]] = {}
    for name, (column, condition) in counted.items():
        for code, number in session.execute(select(column, func.count()).where(condition, *_seen(actor, column, site)).group_by(column)):
            figures.setdefault(code, {})[name] = number
    return [SiteFigures(code, **figures[code]) for code in sorted(figures)]


def _sum(sites: Sequence[SiteFigures]) -> SiteFigures:
    names = [name for name in SiteFigures.__dataclass_fields__ if name != "site"]
    return SiteFigures("*", **{name: sum(getattr(one, name) for one in sites) for name in names})


def _seen(actor: Actor, column: Any, site: str | None) -> list[ColumnElement[bool]]:
    seen = [at_sites(actor, SEE_OVERVIEW, column)]
    return [*seen, column == site] if site else seen


def _age(column: Any, now: datetime) -> ColumnElement[str]:
    limits = [(column > now - timedelta(days=days), name) for days, name in AGES if days is not None]
    return case(*limits, else_=AGES[-1][1])
