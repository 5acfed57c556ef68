"""Reading returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped
from kesu_common.service import Gauge
from kesu_returns.permissions import READ_RETURNS
from kesu_returns.returns.model import FINAL, Return, ReturnLine

SORTS = {"created_at": Return.created_at, "updated_at": Return.updated_at, "number": Return.number}


def returns(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The returns that the actor may see, narrowed by state (`open` for all that are not over), site, customer, complaint,
    lot and words `q`.
    """
    statement = scoped(select(Return), actor, READ_RETURNS, Return.site)
    wanted = args.get("state")
    if wanted == "open":
        statement = statement.where(Return.state.not_in(FINAL))
    elif wanted:
        statement = statement.where(Return.state == wanted)
    for name, column in {"site": Return.site, "customer": Return.customer_code, "complaint": Return.complaint, "kind": Return.kind}.items():
        if args.get(name):
            statement = statement.where(column == args[name])
    if args.get("lot"):
        statement = statement.where(_has_line(ReturnLine.lot == args["lot"]))
    if args.get("q"):
        words = f"%{args['q']}%"
        own = (Return.number, Return.customer_name, Return.customer_code, Return.complaint, Return.waybill, Return.reference)
        statement = statement.where(
            or_(*(column.ilike(words) for column in own), _has_line(or_(ReturnLine.lot.ilike(words), ReturnLine.product.ilike(words))))
        )
    return statement


def _has_line(condition: Any) -> Any:
    return exists().where(ReturnLine.return_id == Return.id, condition)


def return_for(session: Session, actor: Actor, number: str, *, lock: bool = False) -> Return:
    """The return with this number, if the actor may see it; `lock` keeps it from others until the transaction ends. Raises `NotFound`."""
    wanted = scoped(select(Return).where(Return.number == number), actor, READ_RETURNS, Return.site)
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound(N_("There is no return %(number)s."), number=number)
    return found


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
    rows = session.execute(
        select(Return.state, Return.site, func.count()).where(Return.state.not_in(FINAL)).group_by(Return.state, Return.site)
    )
    for state, site, number in rows:
        yield Gauge("returns_open", {"state": state, "site": site}, number)
    waiting = (
        select(Return.site, func.sum(ReturnLine.under_test)).join(Return.lines).where(Return.state.not_in(FINAL)).group_by(Return.site)
    )
    for site, quantity in session.execute(waiting):
        yield Gauge("pieces_under_test", {"site": site}, float(quantity))
