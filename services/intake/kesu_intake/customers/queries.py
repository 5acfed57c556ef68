"""Reading customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_intake.customers.model import Customer, TierChange
from kesu_intake.exchanges.model import Exchange
from kesu_intake.permissions import READ

SORTS = {"created_at": Customer.created_at, "name": Customer.name, "code": Customer.number}
FILTERS = {"tier": Customer.tier, "site": Customer.site, "state": Customer.state}
"""Query argument → the column that must equal it."""
WORDS = (Customer.name, Customer.number)
"""Where `q` is looked for."""


def customer_of(session: Session, actor: Actor, code: str, *, lock: bool = False) -> Customer:
    """The customer with that code, if the actor may know of it; locked for a command. Raises `NotFound`."""
    return record_of(session, actor, READ, Customer, code, N_("There is no customer “%(number)s”."), lock=lock)


def customers(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `q` (in code or name), `tier`, `site`, `state`."""
    return records(actor, READ, Customer, args, FILTERS, WORDS)


def tier_history(session: Session, code: str) -> Sequence[TierChange]:
    """The gradings, newest first."""
    return session.scalars(select(TierChange).where(TierChange.customer_code == code).order_by(TierChange.id.desc())).all()


def exchanges_with(session: Session, code: str, limit: int = 50) -> Sequence[Exchange]:
    """What was last said and written, newest first."""
    statement = select(Exchange).where(Exchange.customer_code == code).order_by(Exchange.occurred_at.desc()).limit(limit)
    return session.scalars(statement).all()
