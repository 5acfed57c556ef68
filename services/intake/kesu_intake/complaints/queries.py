"""Reading complaints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_intake.complaints.model import FINAL, Complaint
from kesu_intake.permissions import READ

SORTS = {"created_at": Complaint.created_at, "received_at": Complaint.received_at, "number": Complaint.number}
WORDS = (Complaint.number, Complaint.customer_name, Complaint.product, Complaint.lot, Complaint.serial)
"""Where `q` is looked for."""
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


def complaint_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Complaint:
    """The complaint with that number, if the actor may know of it. Raises `NotFound`.

    With `lock` nobody else can change it, nor its dispatches and settlements, until the transaction ends: every command starts like this.
    """
    return record_of(session, actor, READ, Complaint, number, N_("There is no complaint “%(number)s”."), lock=lock)


def complaints(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS`, `q` (in number, customer, product, lot, serial), `open`."""
    statement = records(actor, READ, Complaint, args, FILTERS, WORDS)
    if args.get("open"):
        statement = statement.where(Complaint.state.not_in(FINAL))
    return statement
