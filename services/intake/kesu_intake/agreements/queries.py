"""Reading agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records
from kesu_intake.agreements.model import Agreement
from kesu_intake.permissions import READ

SORTS = {"created_at": Agreement.created_at, "number": Agreement.number}
FILTERS = {"state": Agreement.state, "site": Agreement.site, "customer": Agreement.customer_code, "kind": Agreement.kind}
WORDS = (Agreement.number, Agreement.customer_name, Agreement.title)


def agreement_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Agreement:
    """The agreement with that number, if the actor may know of it; locked for a command. Raises `NotFound`."""
    return record_of(session, actor, READ, Agreement, number, N_("There is no agreement “%(number)s”."), lock=lock)


def agreements(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS` and `q`."""
    return records(actor, READ, Agreement, args, FILTERS, WORDS)


def agreements_with(session: Session, code: str) -> Sequence[Agreement]:
    """What was agreed with the customer, the latest first."""
    return session.scalars(select(Agreement).where(Agreement.customer_code == code).order_by(Agreement.valid_from.desc()).limit(50)).all()
