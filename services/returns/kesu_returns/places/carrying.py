"""Goods are carried where quality has decided that they belong, and the warehouse's work about it begins and ends with that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

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

APART = ("quarantine", "bench")
AMONG_OTHERS = ("dock", "vehicle", None)
"""Kinds of places where nobody takes goods for good ones, and where they lie among others; none: a place that is not on the site's list."""


def left_to_carry(session: Session, thing: Return) -> dict[str, Decimal]:
    """How many pieces of a return still have to be carried, by where they belong: what was scrapped or released, and into `quarantine` what
    is confirmed to be nonconforming and not disposed of (clause 4.1.3.7-e); less what lies there already.
    """
    decided = {goal: sum((Decimal(told.get(goal, 0)) for told in thing.dispositions), Decimal(0)) for goal in GOALS}
    undecided = sum((line.ours for line in thing.lines), Decimal(0)) - sum(
        (Decimal(part["quantity"]) for part in _parts(thing)), Decimal(0)
    )
    if undecided <= 0 and not any(decided.values()):
        return {}
    kinds = kinds_of_places(session, thing.site)
    there = {goal: Decimal(0) for goal in GOALS}
    apart, among_others = Decimal(0), Decimal(0)
    for (_, place), quantity in lying_at(session, [line.id for line in thing.lines]).items():
        kind = kinds.get(place)
        apart += quantity if kind in APART else 0
        among_others += quantity if kind in AMONG_OTHERS else 0
        for goal, wanted in GOALS.items():
            there[goal] += quantity if kind in wanted else 0
    left = {goal: quantity - there[goal] for goal, quantity in decided.items()} | {"quarantine": min(undecided - apart, among_others)}
    return {goal: quantity for goal, quantity in left.items() if quantity > 0}


def undecided(thing: Return) -> Decimal:
    """How many of the pieces that came in have no disposition yet."""
    return sum((line.received for line in thing.lines), Decimal(0)) - sum((Decimal(part["quantity"]) for part in _parts(thing)), Decimal(0))


class Allowance:
    """How many pieces may leave custody, and to where: what quality has scrapped or released, or sales and quality send back, and no more
    (clause 4.1.3.7-e). Of goods that came unannounced none leave quarantine before sales has settled them (4.1.3.7-b).
    """

    def __init__(self, session: Session, site: str) -> None:
        self._session, self._kinds = session, kinds_of_places(session, site)
        self._left: dict[str, dict[str, Decimal]] = {}

    def covers(self, thing: Return, quantity: Decimal, source: str, target: str) -> bool:
        """Whether so many pieces of a return may go from place to place; if so they count as gone."""
        kind, goal = self._kinds.get(target), self._goal(target)
        if thing.state == "arrived_unannounced":
            return kind == "quarantine"
        if goal is None or goal == self._goal(source):
            return True
        left = self._left.setdefault(thing.number, self._decided(thing))
        if quantity > left.get(goal, 0):
            return False
        left[goal] -= quantity
        return True

    def _goal(self, place: str) -> str | None:
        kind = self._kinds.get(place)
        return "customer" if kind == "customer" else next((goal for goal, kinds in GOALS.items() if kind in kinds), None)

    def _decided(self, thing: Return) -> dict[str, Decimal]:
        return {**left_to_carry(self._session, thing), "customer": _to_send_back(thing) - _sent_back(self._session, thing)}


def see_to_carrying(session: Session, actor: Actor, thing: Return) -> None:
    """Give the warehouse the work of carrying goods where they belong by quality's word, and end it once all lie there; end the work of
    sending goods back once all of them are on their way to the customer.
    """
    if _to_send_back(thing) <= _sent_back(session, thing):
        finish_task(session, actor, tasks.SEND_BACK, thing.number, "sent_back")
    if left_to_carry(session, thing):
        params = {"customer": thing.customer_name or thing.customer_code or "?"}
        open_task(session, actor, tasks.CARRY, subject=thing.number, site=thing.site, case=thing.complaint, params=params)
    else:
        finish_task(session, actor, tasks.CARRY, thing.number, "carried")


def _to_send_back(thing: Return) -> Decimal:
    if thing.state == "sent_back":
        return sum((line.received for line in thing.lines), Decimal(0))
    return sum((Decimal(part["quantity"]) for part in _parts(thing) if part["disposition"] == "return_to_customer"), Decimal(0))


def _parts(thing: Return) -> Iterator[Mapping[str, Any]]:
    return (part for told in thing.dispositions for part in told["parts"])


def _sent_back(session: Session, thing: Return) -> Decimal:
    gone = select(func.sum(Movement.quantity)).where(Movement.line_id.in_([line.id for line in thing.lines]), Movement.to_place == CUSTOMER)
    return session.scalar(gone) or Decimal(0)
