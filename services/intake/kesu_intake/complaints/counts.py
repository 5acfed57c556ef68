"""How many complaints there are by month, product, component, defect, severity, state, channel: figures of the list as it is filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_intake.complaints.finding import matches
from kesu_intake.complaints.model import Complaint
from kesu_intake.complaints.queries import complaints
from kesu_intake.copies.model import KnownCase

MOST = 20
"""Values of a group that a page shows; the API gives as many as are asked for."""


@dataclass(frozen=True)
class Count:
    """A value, how many complaints have it, and the share of it and all before it among those that have any value."""

    value: str
    number: int
    cumulated: float


@dataclass(frozen=True)
class Counts:
    """The values of a group, the most frequent first (months and years in their order), and how many complaints have none."""

    by: str
    rows: Sequence[Count]
    values: int
    without: int


def total(session: Session, actor: Actor, args: Mapping[str, Any], zone: ZoneInfo) -> int:
    """How many complaints the list has."""
    return session.scalar(select(func.count()).select_from(_filtered(session, actor, args, zone).subquery())) or 0


def counts(session: Session, actor: Actor, args: Mapping[str, Any], by: str, zone: ZoneInfo, most: int = MOST) -> Counts:
    """The list, filtered by its own arguments, counted by one of `BY`. Months and years are those of `zone`."""
    what = BY[by](zone)
    statement = _filtered(session, actor, args, zone)
    if by == "defect":
        statement = statement.outerjoin(KnownCase, KnownCase.complaint_number == Complaint.number)
    found = session.execute(statement.with_only_columns(what, func.count(Complaint.id.distinct())).group_by(what)).all()
    known = [(str(value), number) for value, number in found if value is not None]
    in_order = sorted(known) if by in IN_TIME else sorted(known, key=lambda row: (-row[1], row[0]))
    whole, so_far, rows = sum(number for _, number in known), 0, []
    for value, number in in_order[-most:] if by in IN_TIME else in_order[:most]:
        so_far += number
        rows.append(Count(value, number, so_far / whole))
    return Counts(by, rows, len(known), sum(number for value, number in found if value is None))


def _filtered(session: Session, actor: Actor, args: Mapping[str, Any], zone: ZoneInfo) -> Select[Any]:
    statement = complaints(actor, args, zone)
    if q := (args.get("q") or "").strip():
        statement = statement.where(matches(session, q))
    return statement


def _received(form: str) -> Callable[[ZoneInfo], Any]:
    return lambda zone: func.to_char(func.timezone(zone.key, Complaint.received_at), form)


BY: Mapping[str, Callable[[ZoneInfo], Any]] = {
    "month": _received("YYYY-MM"),
    "year": _received("YYYY"),
    "product": lambda _: Complaint.product,
    "component": lambda _: Complaint.component,
    "defect": lambda _: KnownCase.defect_code,
    "severity": lambda _: Complaint.severity,
    "state": lambda _: Complaint.state,
    "channel": lambda _: Complaint.channel,
    "customer": lambda _: Complaint.customer_code,
}
"""What is counted by."""
IN_TIME = frozenset({"month", "year"})
CODED = frozenset({"severity", "state", "channel"})
"""Those whose values are codes and shown in words."""
