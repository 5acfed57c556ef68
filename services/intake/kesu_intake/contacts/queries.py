"""Reading contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_common.queries import record_of, records
from kesu_intake.contacts.model import FINAL, Contact
from kesu_intake.permissions import READ

SORTS = {"created_at": Contact.created_at, "received_at": Contact.received_at, "number": Contact.number}
WORDS = (Contact.number, Contact.customer_name, Contact.product, Contact.reference, Contact.text)
"""Where `q` is looked for."""
FILTERS = {
    "kind": Contact.kind,
    "state": Contact.state,
    "channel": Contact.channel,
    "site": Contact.site,
    "customer": Contact.customer_code,
    "complaint": Contact.complaint_number,
}
"""Query argument → the column that must equal it."""


def contact_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Contact:
    """The contact with that number, if the actor may know of it; locked for a command. Raises `NotFound`."""
    return record_of(session, actor, READ, Contact, number, N_("There is no contact “%(number)s”."), lock=lock)


def contacts(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS`, `q`, `open`, and `overdue` (the reply is late)."""
    statement = records(actor, READ, Contact, args, FILTERS, WORDS)
    if args.get("open"):
        statement = statement.where(Contact.state.not_in(FINAL))
    return statement.where(is_overdue()) if args.get("overdue") else statement


def is_overdue() -> Any:
    """The SQL condition that the customer should have heard from us by now, and has not."""
    return (Contact.reply_due_at < clock.now()) & Contact.replied_at.is_(None) & Contact.state.not_in(FINAL)


def contacts_with(session: Session, actor: Actor, code: str, limit: int = 50) -> Sequence[Contact]:
    """The customer's last contacts, newest first."""
    statement = select(Contact).where(Contact.customer_code == code).order_by(Contact.received_at.desc()).limit(limit)
    return session.scalars(scoped(statement, actor, READ, Contact.site)).all()


def origin_of(session: Session, complaint: str) -> Contact | None:
    """The contact that turned out to be this complaint."""
    return session.scalar(select(Contact).where(Contact.complaint_number == complaint))
