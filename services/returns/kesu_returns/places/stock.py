"""What lies where now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.people.actors import Actor, scoped
from kesu_common.queries import contains
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.places.model import Stock
from kesu_returns.returns.model import Return, ReturnLine

MOST = 500
"""Rows of a list of stock; what has lain longest comes first."""


class Lying(NamedTuple):
    """Goods of one line at one place: how many, and since the last of them came there."""

    site: str
    place: str
    quantity: Decimal
    since: datetime
    product: str | None
    lot: str | None
    return_number: str
    customer: str | None

    @property
    def days(self) -> int:
        """Whole days since then."""
        return (clock.now() - self.since).days


class AtPlace(NamedTuple):
    """All that lies at one place, and since when the oldest of it does."""

    site: str
    place: str
    quantity: Decimal
    lines: int
    since: datetime

    @property
    def days(self) -> int:
        """Whole days that the oldest has lain there."""
        return (clock.now() - self.since).days


def stock(session: Session, actor: Actor, args: Mapping[str, Any], most: int = MOST) -> Sequence[Lying]:
    """Goods at the places of the sites that the actor may see, narrowed by `site`, `place`, `lot`, `product` and words `q`."""
    line, thing = ReturnLine, Return
    columns = (Stock.place, Stock.quantity, Stock.since, line.product, line.lot, thing.number, thing.customer_name)
    wanted = _narrowed(select(thing.site, *columns), actor, args).order_by(Stock.since, thing.number, line.line).limit(most)
    return [Lying(*row) for row in session.execute(wanted)]


def places_in_use(session: Session, actor: Actor, args: Mapping[str, Any]) -> Sequence[AtPlace]:
    """The places with goods, the fullest first; narrowed like `stock`, but by `place`."""
    total = func.sum(Stock.quantity)
    columns = (Return.site, Stock.place, total, func.count(), func.min(Stock.since))
    wanted = _narrowed(select(*columns), actor, {**args, "place": None}).group_by(Return.site, Stock.place)
    return [AtPlace(*row) for row in session.execute(wanted.order_by(total.desc(), Stock.place))]


def _narrowed(statement: Select[*tuple[Any, ...]], actor: Actor, args: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    statement = statement.join(ReturnLine, ReturnLine.id == Stock.line_id).join(Return, Return.id == ReturnLine.return_id)
    statement = statement.where(Stock.quantity > 0)
    statement = scoped(statement, actor, READ_RETURNS, Return.site)
    exact = {"site": Return.site, "place": Stock.place, "lot": ReturnLine.lot, "product": ReturnLine.product}
    for name, column in exact.items():
        if value := args.get(name):
            statement = statement.where(column == value)
    if words := (args.get("q") or "").strip():
        named = (ReturnLine.lot, ReturnLine.product, ReturnLine.product_name, Return.number, Return.customer_name, Return.complaint)
        statement = statement.where(or_(*(contains(column, words) for column in named)))
    return statement
