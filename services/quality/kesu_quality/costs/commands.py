"""Recording what a case cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_quality import events
from kesu_quality.cases.commands import state
from kesu_quality.cases.model import Case
from kesu_quality.costs.model import Cost, ReturnedCost
from kesu_quality.permissions import RECORD_COST


def record_cost(
    session: Session, actor: Actor, case: Case, *, kind: str, amount: Decimal, currency: str = "CNY", quantity: Decimal | None = None,
    note: str | None = None,
) -> Cost:  # fmt: skip
    """Keep a cost (登记成本), whatever the case's state: bills come late. Hours need their number (`quantity`), other kinds have none.

    A negative amount corrects an earlier line and needs a note. Raises `Invalid`.
    """
    actor.require(RECORD_COST, case.site)
    if kind == "hours" and quantity is None:
        raise Invalid(N_("Say how many hours it was."), field="quantity")
    if amount < 0 and not note:
        raise Invalid(N_("A correction needs a note."), field="note")
    made = Cost(
        case_number=case.number, kind=kind, amount=amount, currency=currency, quantity=quantity if kind == "hours" else None, note=note,
        recorded_by=actor.name or actor.id,
    )  # fmt: skip
    session.add(made)
    state(session, actor, events.COST_RECORDED, case, {"kind": kind, "amount": amount, "currency": currency, "note": note})
    return made


def learn_returned_cost(session: Session, told: Mapping[str, Any], at: datetime) -> None:
    """Keep a copy of what a return or an on-site job cost; told again, it is there once."""
    values = {name: told[name] for name in ("complaint", "kind", "amount", "currency", "note", "recorded_by")}
    row = {"id": told["cost"], "subject": told["number"], "recorded_at": at, **values}
    session.execute(insert(ReturnedCost).values(row).on_conflict_do_nothing())
