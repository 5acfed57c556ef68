"""Reading records as every department does it: one by its number, lists narrowed by what a caller asks for, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kesu_common.database.columns import Aggregate
from kesu_common.errors import NotFound
from kesu_common.people.actors import Action, Actor, scoped
from kesu_common.service import Gauge

Thing = TypeVar("Thing", bound=Aggregate)
Column = InstrumentedAttribute[Any]


def record_of(session: Session, actor: Actor, action: Action, kind: type[Thing], number: str, missing: str, *, lock: bool = False) -> Thing:
    """The record with that number, if the actor may do `action` at its site; raises `NotFound` with the message `missing` (`%(number)s`).

    With `lock` it is read anew, and nobody else can change it until the transaction ends: every command starts like this.
    """
    statement = scoped(select(kind).where(kind.number == number), actor, action, kind.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(missing, number=number)
    return found


def records(
    actor: Actor, action: Action, kind: type[Any], args: Mapping[str, Any], filters: Mapping[str, Column], words: Sequence[Column] = ()
) -> Select[Any]:
    """A list: the records at sites where the actor may do `action`, narrowed by query arguments.

    `filters`: argument → the column that must equal it; an empty one narrows nothing. `words`: where argument `q` is looked for, as
    part of the text, whether in capitals or not.
    """
    statement = scoped(select(kind), actor, action, kind.site)
    for name, column in filters.items():
        if value := args.get(name):
            statement = statement.where(column == value)
    if words and (q := args.get("q")):
        statement = statement.where(or_(*(contains(column, q) for column in words)))
    return statement


def contains(column: Column, text: object) -> Any:
    """Whether the column has `text` as a part, whether in capitals or not; `%` and `_` mean themselves."""
    return column.icontains(str(text), autoescape=True)


def counted(session: Session, name: str, *columns: Column, where: Any = True) -> Iterable[Gauge]:
    """A gauge of how many records there are by these columns, which are its labels."""
    for *values, number in session.execute(select(*columns, func.count()).where(where).group_by(*columns)):
        yield Gauge(name, {column.key: value for column, value in zip(columns, values, strict=True)}, number)
