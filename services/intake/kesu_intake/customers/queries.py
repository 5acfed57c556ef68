"""Reading customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_common.queries import record_of, records
from kesu_intake.customers.model import Customer, TierChange
from kesu_intake.customers.similar import Similar, most_similar
from kesu_intake.exchanges.model import Exchange
from kesu_intake.permissions import READ
from kesu_intake.service_files.queries import lacks_file

SORTS = {"created_at": Customer.created_at, "name": Customer.name, "code": Customer.number}
FILTERS = {"tier": Customer.tier, "site": Customer.site, "state": Customer.state}
"""Query argument → the column that must equal it."""
WORDS = (Customer.name, Customer.number)
"""Where `q` is looked for."""


def customer_of(session: Session, actor: Actor, code: str, lock: bool = False, *, follow: bool = True) -> Customer:
    """The customer with that code, if the actor may know of it; locked for a command. Raises `NotFound`.

    A code that was merged into another leads to the customer that was kept, unless `follow` is off.
    """
    missing = N_("There is no customer “%(number)s”.")
    found = record_of(session, actor, READ, Customer, code, missing, lock=lock)
    if follow and found.merged_into is not None:
        return record_of(session, actor, READ, Customer, found.merged_into, missing, lock=lock)
    return found


def customer_known_as(session: Session, code: str) -> Customer | None:
    """The customer with that code, or the one that it was merged into."""
    found = session.scalar(select(Customer).where(Customer.number == code))
    if found is not None and found.merged_into is not None:
        return session.scalar(select(Customer).where(Customer.number == found.merged_into))
    return found


def customers(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `q` (in code or name), `tier`, `site`, `state`, `service_file` (missing). Merged ones only when asked for."""
    statement = records(actor, READ, Customer, args, FILTERS, WORDS)
    if args.get("state") != "merged":
        statement = statement.where(Customer.state != "merged")
    return statement.where(lacks_file()) if args.get("service_file") else statement


def duplicates_of(session: Session, actor: Actor, customer: Customer) -> list[Similar]:
    """Other customers of the site that may be the same."""
    others = select(Customer.number, Customer.name).where(Customer.site == customer.site, Customer.state != "merged")
    rows = session.execute(scoped(others, actor, READ, Customer.site)).all()
    return most_similar(customer.number, customer.name, [(code, name) for code, name in rows])


def codes_of(session: Session, customer: Customer) -> list[str]:
    """The customer's own code and those that were merged into it: under all of them other departments may know it."""
    aliases = session.scalars(select(Customer.number).where(Customer.merged_into == customer.number).order_by(Customer.number))
    return [customer.number, *aliases]


def tier_history(session: Session, code: str) -> Sequence[TierChange]:
    """The gradings, newest first, with those of entries that were merged into this one."""
    codes = select(Customer.number).where((Customer.number == code) | (Customer.merged_into == code))
    return session.scalars(select(TierChange).where(TierChange.customer_code.in_(codes)).order_by(TierChange.id.desc())).all()


def exchanges_with(session: Session, code: str, limit: int = 50) -> Sequence[Exchange]:
    """What was last said and written, newest first."""
    statement = select(Exchange).where(Exchange.customer_code == code).order_by(Exchange.occurred_at.desc()).limit(limit)
    return session.scalars(statement).all()
