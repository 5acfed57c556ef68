"""Reading cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_common.service import Gauge
from kesu_quality.cases.model import Case
from kesu_quality.permissions import READ

SORTS = {"created_at": Case.created_at, "due_at": Case.due_at, "number": Case.number}
WORDS = (Case.number, Case.complaint, Case.customer_name, Case.product, Case.lot)
"""Where `q` is looked for."""
FILTERS = {
    "state": Case.state, "site": Case.site, "severity": Case.severity, "verdict": Case.verdict, "complaint": Case.complaint,
    "product": Case.product,
    "lot": Case.lot, "customer": Case.customer_code,
}  # fmt: skip
OPEN = ("opened", "testing")


def cases(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The cases that the actor may see, filtered by `FILTERS`, `q`, and `open` (those without a verdict)."""
    statement = records(actor, READ, Case, args, FILTERS, WORDS)
    if args.get("open"):
        statement = statement.where(Case.state.in_(OPEN))
    return statement


def case_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Case:
    """The case with that number, if the actor may see it; with `lock` nobody else changes it meanwhile. Raises `NotFound`."""
    return record_of(session, actor, READ, Case, number, N_("There is no case “%(number)s”."), lock=lock)


def case_of_complaint(session: Session, complaint: str, *, lock: bool = False) -> Case | None:
    """The complaint's case, if it has one."""
    statement = select(Case).where(Case.complaint == complaint)
    return session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)


def next_to_test(session: Session, actor: Actor, limit: int = 50) -> Sequence[Case]:
    """What to test next: cases without a verdict, the most urgent first."""
    return session.scalars(cases(actor, {"open": True}).order_by(Case.due_at, Case.id).limit(limit)).all()


def case_gauges(session: Session) -> Iterable[Gauge]:
    """Cases by state and site, and how many of them are overdue."""
    late = func.count().filter(Case.due_at < clock.now())
    rows = session.execute(select(Case.state, Case.site, func.count(), late).where(Case.state != "closed").group_by(Case.state, Case.site))
    for state, site, number, overdue in rows:
        yield Gauge("cases", {"state": state, "site": site}, number)
        if state in OPEN:
            yield Gauge("cases_overdue", {"state": state, "site": site}, overdue)
