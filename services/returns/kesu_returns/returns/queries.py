"""Reading returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import contains, counted, record_of, records
from kesu_common.service import Gauge
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.returns.model import EXPECTING, FINAL, VIEWS, Return, ReturnLine

SORTS = {"created_at": Return.created_at, "updated_at": Return.updated_at, "number": Return.number}
FILTERS = {"site": Return.site, "customer": Return.customer_code, "complaint": Return.complaint, "kind": Return.kind}
"""Query argument → the column that must equal it."""
WORDS = (Return.number, Return.customer_name, Return.customer_code, Return.complaint, Return.waybill, Return.reference)
"""Where `q` is looked for, besides lots and products of the lines."""


def returns(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The returns that the actor may see, narrowed by `FILTERS`, state (`open` for all that are not over), lot and words `q`."""
    statement = records(actor, READ_RETURNS, Return, args, FILTERS)
    wanted = args.get("state")
    if wanted in VIEWS:
        statement = statement.where(_view(wanted))
    elif wanted:
        statement = statement.where(Return.state == wanted)
    if args.get("lot"):
        statement = statement.where(_has_line(ReturnLine.lot == args["lot"]))
    if q := args.get("q"):
        goods = _has_line(or_(contains(ReturnLine.lot, q), contains(ReturnLine.product, q)))
        statement = statement.where(or_(goods, *(contains(column, q) for column in WORDS)))
    return statement


def _view(name: str) -> ColumnElement[bool]:
    if name == "short":
        owed = _has_line(ReturnLine.ours + ReturnLine.goodwill > ReturnLine.replaced)
        return and_(Return.state.in_(("reviewed", "replacing")), Return.kind != "return", owed)
    if name == "late":
        return and_(Return.state.in_(EXPECTING), Return.expected_on < clock.now().date())
    return Return.state.not_in(FINAL)


def _has_line(condition: Any) -> Any:
    return exists().where(ReturnLine.return_id == Return.id, condition)


def return_for(session: Session, actor: Actor, number: str, lock: bool = False) -> Return:
    """The return with this number, if the actor may see it; `lock` keeps it from others until the transaction ends. Raises `NotFound`."""
    return record_of(session, actor, READ_RETURNS, Return, number, N_("There is no return %(number)s."), lock=lock)


def locked_return(session: Session, number: str | None) -> Return | None:
    """The return with this number for a reaction: nobody else changes it until the transaction ends. `None` when there is none."""
    if number is None:
        return None
    return session.scalar(select(Return).where(Return.number == number).with_for_update().execution_options(populate_existing=True))


def open_returns_of(session: Session, complaint: str) -> Sequence[Return]:
    """The returns of a complaint that are not over, oldest first, kept from others until the transaction ends."""
    statement = select(Return).where(Return.complaint == complaint, Return.state.not_in(FINAL)).order_by(Return.id)
    return session.scalars(statement.with_for_update().execution_options(populate_existing=True)).all()


def gauges(session: Session) -> Iterable[Gauge]:
    """Open returns by state and site, and pieces in quarantine that nobody has judged."""
    yield from counted(session, "returns_open", Return.state, Return.site, where=Return.state.not_in(FINAL))
    waiting = (
        select(Return.site, func.sum(ReturnLine.under_test)).join(Return.lines).where(Return.state.not_in(FINAL)).group_by(Return.site)
    )
    for site, quantity in session.execute(waiting):
        yield Gauge("pieces_under_test", {"site": site}, float(quantity))
