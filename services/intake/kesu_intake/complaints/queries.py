"""Reading complaints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_intake.complaints.model import FINAL, Complaint
from kesu_intake.permissions import READ

SORTS = {"created_at": Complaint.created_at, "received_at": Complaint.received_at, "number": Complaint.number}
FILTERS = {
    "state": Complaint.state,
    "severity": Complaint.severity,
    "channel": Complaint.channel,
    "site": Complaint.site,
    "lot": Complaint.lot,
    "customer": Complaint.customer_code,
    "product": Complaint.product,
    "external_reference": Complaint.external_reference,
}
"""Query argument → the column that must equal it."""


def complaint_of(session: Session, actor: Actor, number: str, *, lock: bool = False) -> Complaint:
    """The complaint with that number, if the actor may know of it. Raises `NotFound`.

    With `lock` nobody else can change it, nor its dispatches and settlements, until the transaction ends: every command starts like this.
    """
    statement = scoped(select(Complaint).where(Complaint.number == number), actor, READ, Complaint.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(N_("There is no complaint “%(number)s”."), number=number)
    return found


def complaints(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS`, `q` (in number, customer, product, lot, serial), `open`."""
    statement = scoped(select(Complaint), actor, READ, Complaint.site)
    for name, column in FILTERS.items():
        if value := args.get(name):
            statement = statement.where(column == value)
    if args.get("open"):
        statement = statement.where(Complaint.state.not_in(FINAL))
    if q := args.get("q"):
        columns = (Complaint.number, Complaint.customer_name, Complaint.product, Complaint.lot, Complaint.serial)
        statement = statement.where(or_(*(column.icontains(q, autoescape=True) for column in columns)))
    return statement
