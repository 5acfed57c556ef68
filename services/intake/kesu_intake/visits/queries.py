"""Reading visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_intake.permissions import READ
from kesu_intake.visits.model import Visit

SORTS = {"starts_at": Visit.starts_at, "created_at": Visit.created_at, "number": Visit.number}
FILTERS = {"state": Visit.state, "site": Visit.site, "customer": Visit.customer_code}
WORDS = (Visit.number, Visit.customer_name, Visit.people, Visit.purpose)


def visit_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Visit:
    """The visit with that number, if the actor may know of it; locked for a command. Raises `NotFound`."""
    return record_of(session, actor, READ, Visit, number, N_("There is no visit “%(number)s”."), lock=lock)


def visits(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS` and `q`."""
    return records(actor, READ, Visit, args, FILTERS, WORDS)


def visits_to(session: Session, code: str) -> Sequence[Visit]:
    """The customer's visits, the latest first."""
    return session.scalars(select(Visit).where(Visit.customer_code == code).order_by(Visit.starts_at.desc()).limit(50)).all()
