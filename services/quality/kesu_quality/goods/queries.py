"""Reading nonconforming goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_common.queries import record_of, records
from kesu_common.service import Gauge
from kesu_quality.goods.model import AGES, Goods, Reinspection
from kesu_quality.permissions import READ

SORTS = {"created_at": Goods.created_at, "quarantined_at": Goods.quarantined_at, "number": Goods.number}
FILTERS = {
    "site": Goods.site,
    "state": Goods.state,
    "return_number": Goods.return_number,
    "complaint": Goods.complaint,
    "lot": Goods.lot,
    "product": Goods.product,
}
"""Query argument → the column that must equal it."""
WORDS = (Goods.number, Goods.return_number, Goods.complaint, Goods.customer_name, Goods.product, Goods.lot)
"""Where `q` is looked for."""
UNDECIDED = Goods.under_test + Goods.open + Goods.open_others


def goods_list(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The goods that the actor may see, narrowed by site, state, return, complaint, lot, `open` (not settled), `age` and words `q`."""
    statement = records(actor, READ, Goods, args, FILTERS, WORDS)
    if args.get("open"):
        statement = statement.where(Goods.state != "settled")
    if age := args.get("age"):
        statement = statement.where(_aged(age), Goods.state != "settled")
    return statement


class Ageing(NamedTuple):
    """Lots in quarantine of one of `AGES`, and their pieces without a disposition."""

    age: str
    lots: int
    undecided: Decimal


def ageing(session: Session, actor: Actor) -> list[Ageing]:
    """How long what is not settled has lain in quarantine, the youngest first."""
    columns = [column for age in AGES for column in (func.count().filter(_aged(age)), func.sum(UNDECIDED).filter(_aged(age)))]
    found: Sequence[Any] = session.execute(scoped(select(*columns).where(Goods.state != "settled"), actor, READ, Goods.site)).one()
    return [Ageing(age, found[2 * at], found[2 * at + 1] or Decimal(0)) for at, age in enumerate(AGES)]


def _aged(age: str) -> ColumnElement[bool]:
    begin, end = AGES[age]
    now = clock.now()
    return and_(Goods.quarantined_at <= now - timedelta(days=begin), Goods.quarantined_at > now - timedelta(days=end))


def goods_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Goods:
    """The goods with that number, if the actor may see them. Raises `NotFound`."""
    return record_of(session, actor, READ, Goods, number, N_("There are no goods “%(number)s”."), lock=lock)


def goods_of_line(session: Session, return_number: str, line: int | None) -> Goods | None:
    """The goods of a return's line, locked; `None` while nothing has come in."""
    wanted = select(Goods).where(Goods.return_number == return_number, Goods.line == line)
    return session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


def reinspections_of(session: Session, goods: Goods) -> Sequence[Reinspection]:
    """The goods' re-inspections, oldest first."""
    return session.scalars(select(Reinspection).where(Reinspection.goods_id == goods.id).order_by(Reinspection.id)).all()


def goods_gauges(session: Session) -> Iterable[Gauge]:
    """Pieces in quarantine without a disposition, and in repair or rework, by site."""
    sums = select(Goods.site, func.sum(UNDECIDED), func.sum(Goods.waiting)).where(Goods.state != "settled").group_by(Goods.site)
    for site, undecided, waiting in session.execute(sums):
        yield Gauge("quarantined", {"site": site}, float(undecided))
        yield Gauge("in_work", {"site": site}, float(waiting))
