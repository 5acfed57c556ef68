"""Goods are carried where quality has decided that they belong, and the warehouse's work about it begins and ends with that."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kesu_common.people.actors import Actor
from kesu_common.tasks import finish_task, open_task
from kesu_returns import tasks
from kesu_returns.places.model import CUSTOMER, Movement
from kesu_returns.places.queries import kinds_of_places, lying_at
from kesu_returns.returns.model import Return

GOALS = {"scrap": ("scrap",), "released": ("released", "stock")}
"""What quality has said of goods → the kinds of places where they belong then."""


def left_to_carry(session: Session, thing: Return) -> dict[str, Decimal]:
    """How many pieces of a return still have to be carried, by `GOALS`: what was scrapped or released, less what lies there already."""
    decided = {goal: sum((Decimal(told.get(goal, 0)) for told in thing.dispositions), Decimal(0)) for goal in GOALS}
    if not any(decided.values()):
        return {}
    kinds = kinds_of_places(session, thing.site)
    there = {goal: Decimal(0) for goal in GOALS}
    for (_, place), quantity in lying_at(session, [line.id for line in thing.lines]).items():
        for goal, wanted in GOALS.items():
            there[goal] += quantity if kinds.get(place) in wanted else 0
    return {goal: quantity - there[goal] for goal, quantity in decided.items() if quantity > there[goal]}


def see_to_carrying(session: Session, actor: Actor, thing: Return) -> None:
    """Give the warehouse the work of carrying what quality has scrapped or released, and end it once everything lies where it belongs; end
    the work of sending goods back once all of them are on their way to the customer.
    """
    if _to_send_back(thing) <= _sent_back(session, thing):
        finish_task(session, actor, tasks.SEND_BACK, thing.number, "sent_back")
    if left_to_carry(session, thing):
        params = {"customer": thing.customer_name or thing.customer_code or "?"}
        open_task(session, actor, tasks.CARRY, subject=thing.number, site=thing.site, case=thing.complaint, params=params)
    elif thing.dispositions:
        finish_task(session, actor, tasks.CARRY, thing.number, "carried")


def _to_send_back(thing: Return) -> Decimal:
    if thing.state == "sent_back":
        return sum((line.received for line in thing.lines), Decimal(0))
    parts = (part for told in thing.dispositions for part in told["parts"] if part["disposition"] == "return_to_customer")
    return sum((Decimal(part["quantity"]) for part in parts), Decimal(0))


def _sent_back(session: Session, thing: Return) -> Decimal:
    gone = select(func.sum(Movement.quantity)).where(Movement.line_id.in_([line.id for line in thing.lines]), Movement.to_place == CUSTOMER)
    return session.scalar(gone) or Decimal(0)
