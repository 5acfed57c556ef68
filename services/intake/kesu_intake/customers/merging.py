"""Making two entries of the same customer one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from kesu_common.errors import Conflict, Invalid, NotFound
from kesu_common.i18n import N_
from kesu_common.journal import record
from kesu_common.people.actors import Actor
from kesu_intake.agreements.model import Agreement
from kesu_intake.complaints.model import Complaint
from kesu_intake.contacts.model import Contact
from kesu_intake.customers.commands import state_change
from kesu_intake.customers.facts import CUSTOMER_MERGED
from kesu_intake.customers.model import CUSTOMER_STATES, Customer
from kesu_intake.customers.queries import customer_of
from kesu_intake.exchanges.model import Exchange
from kesu_intake.permissions import MERGE_CUSTOMERS
from kesu_intake.service_files.commands import ask_for_file
from kesu_intake.service_files.queries import file_of
from kesu_intake.talks.model import Talk
from kesu_intake.visits.model import Visit

_NAMED = (Complaint, Contact, Visit, Agreement, Talk)
"""What carries code and name of its customer and has a version."""


def merge_customer(session: Session, actor: Actor, kept: Customer, *, code: str, reason: str) -> Customer:
    """The customer `code` is the same as `kept`: everything of it moves there, its code stays as an alias, people and notes are joined.

    Tier, name and language of `kept` stay. Raises `Invalid` for an unknown code or the same one, `Conflict` for another site's customer or
    one that was merged already. Of two merges at once that touch the same customer, one wins: both rows are locked, by code, first.
    """
    actor.require(MERGE_CUSTOMERS, kept.site)
    if code == kept.number:
        raise Invalid(N_("A customer cannot be merged into itself."), field="code")
    merged = _locked(session, actor, kept, code)
    if merged.site != kept.site:
        raise Conflict(N_("Customers of different sites are not merged."), field="code")
    CUSTOMER_STATES.next(kept.state, "absorb")
    CUSTOMER_STATES.next(merged.state, "merge")
    # The rows that move go first: nothing of the customers themselves is written before the fact has taken down what changes.
    moved = {table.__tablename__: _move(session, table, merged.number, kept) for table in _NAMED}
    session.execute(update(Exchange).where(Exchange.customer_code == merged.number).values(customer_code=kept.number))
    session.execute(update(Customer).where(Customer.merged_into == merged.number).values(merged_into=kept.number))
    CUSTOMER_STATES.apply(kept, "absorb")
    CUSTOMER_STATES.apply(merged, "merge")
    merged.merged_into = kept.number
    _join_people(kept, merged)
    _move_file(session, kept, merged)
    facts = {
        "customer_code": kept.number,
        "merged": merged.number,
        "reason": reason,
        "complaints": moved["complaint"],
        "contacts": moved["contact"],
    }
    record(session, actor, CUSTOMER_MERGED, kept, facts, also=[merged])
    state_change(session, actor, merged)
    ask_for_file(session, actor, merged)
    ask_for_file(session, actor, kept)
    return kept


def _locked(session: Session, actor: Actor, kept: Customer, code: str) -> Customer:
    """Both rows locked in the order of their codes, so that two merges never wait for each other; `kept` is read anew."""
    try:
        rows = {one: customer_of(session, actor, one, lock=True, follow=False) for one in sorted({kept.number, code})}
    except NotFound as error:
        raise Invalid(N_("There is no customer “%(code)s” at this site."), field="code", code=code) from error
    return rows[code]


def _join_people(kept: Customer, merged: Customer) -> None:
    known = {str(person["name"]).casefold() for person in kept.contacts}
    kept.contacts = [*kept.contacts, *(person for person in merged.contacts if str(person["name"]).casefold() not in known)]
    kept.notes = "\n".join(part for part in (kept.notes, merged.notes) if part) or None


def _move_file(session: Session, kept: Customer, merged: Customer) -> None:
    theirs = file_of(session, merged.number)
    if theirs is None:
        return
    own = file_of(session, kept.number)
    if own is None:
        theirs.customer_code = kept.number
    else:
        own.needs = f"{own.needs}\n{theirs.needs}"
        session.delete(theirs)


def _move(session: Session, table: Any, old: str, kept: Customer) -> int:
    values = {"customer_code": kept.number, "customer_name": kept.name, "version": table.version + 1}
    moving = update(table).where(table.customer_code == old).values(values).returning(table.number)
    return len(session.scalars(moving.execution_options(synchronize_session=False)).all())
