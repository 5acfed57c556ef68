"""Reading complaints: one by its number, and the list as it is filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, cast, false, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import Column, contains, record_of, records
from kesu_common.tasks import Task
from kesu_common.words import query_of
from kesu_intake.complaints.model import FINAL, Complaint
from kesu_intake.copies.model import KnownCase
from kesu_intake.dispatches.model import Dispatch
from kesu_intake.permissions import READ

UTC = ZoneInfo("UTC")
SORTS = {"created_at": Complaint.created_at, "received_at": Complaint.received_at, "number": Complaint.number}
FILTERS = {
    "state": Complaint.state,
    "severity": Complaint.severity,
    "channel": Complaint.channel,
    "site": Complaint.site,
    "lot": Complaint.lot,
    "serial": Complaint.serial,
    "customer": Complaint.customer_code,
    "external_reference": Complaint.external_reference,
}
"""Query argument → the column that must equal it."""


def complaint_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Complaint:
    """The complaint with that number, if the actor may know of it. Raises `NotFound`.

    With `lock` nobody else can change it, nor its dispatches and settlements, until the transaction ends: every command starts like this.
    """
    return record_of(session, actor, READ, Complaint, number, N_("There is no complaint “%(number)s”."), lock=lock)


def complaints(actor: Actor, args: Mapping[str, Any], zone: ZoneInfo = UTC) -> Select[Any]:
    """The complaints that the actor may see, narrowed by every filter of the list but `q` (see `finding.find`). Days: in `zone`."""
    statement = records(actor, READ, Complaint, args, FILTERS)
    for name, narrow in _NARROW.items():
        if value := args.get(name):
            statement = statement.where(narrow(value))
    if args.get("mine"):
        assigned = select(Task.subject).where(Task.assignee == actor.id, Task.state == "open")
        statement = statement.where(or_(Complaint.registered_by == (actor.name or actor.id), Complaint.number.in_(assigned)))
    if day := args.get("received_from"):
        statement = statement.where(Complaint.received_at >= beginning(day, zone))
    if day := args.get("received_to"):
        statement = statement.where(Complaint.received_at < beginning(day + timedelta(days=1), zone))
    return statement


def has_words(q: str) -> ColumnElement[bool]:
    """The condition that a complaint has all the words of `q`, in the customer's or in the working language; none match no complaint."""
    words = query_of(q)
    return Complaint.words.op("@@")(cast(literal(words), TSQUERY)) if words else false()


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins in a time zone."""
    return datetime.combine(day, time(), tzinfo=zone)


def _waiting(department: str) -> Any:
    asked = select(Dispatch.complaint_number).where(Dispatch.state == "open", Dispatch.department == department)
    return Complaint.number.in_(asked)


def _overdue(_wanted: bool) -> Any:
    return Complaint.number.in_(select(Task.subject).where(Task.state == "open", Task.due_at < clock.now()))


def _names(column: Column, words: str) -> Any:
    """The column has the words as a part; the index of words finds them."""
    return and_(has_words(words), contains(column, words))


def _defect(code: str) -> Any:
    return Complaint.number.in_(select(KnownCase.complaint_number).where(KnownCase.defect_code == code))


_NARROW: Mapping[str, Callable[[Any], Any]] = {
    "open": lambda _: Complaint.state.not_in(FINAL),
    "waiting": _waiting,
    "overdue": _overdue,
    "defect": _defect,
    "product": lambda product: _names(Complaint.product, product),
    "component": lambda component: _names(Complaint.component, component),
}
"""Query argument → the condition that it makes, for those that are no plain comparison."""
