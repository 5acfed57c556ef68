"""Small copies of other departments' records: what a late fact says never replaces what a newer one said."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, inspect, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.dml import ReturningInsert


def keep(
    session: Session,
    table: type[DeclarativeBase],
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    sequence: int,
    *,
    by: str = "sequence",
    earliest: str | None = None,
) -> bool:
    """Keep `values` (column → value) of the record `key` (its primary key) as the fact with this sequence states them; `True`: it was news.

    The column `by` holds the sequence of the fact that the row comes from; an older fact, or the same again, changes nothing. Only
    `earliest` is different: that column keeps the least value that any fact has named.
    """
    session.flush()
    connection = session.connection()
    upsert = _upsert(table, tuple(key), tuple(values), by, earliest)
    news = connection.execute(upsert, {**key, **values, by: sequence}).first() is not None
    if earliest is not None:
        column, value = getattr(table, earliest), values[earliest]
        same = (getattr(table, name) == wanted for name, wanted in key.items())
        session.execute(update(table).where(*same, column > value).values({earliest: value}))
    return news


@functools.cache
def _upsert(
    table: type[DeclarativeBase], key: tuple[str, ...], values: tuple[str, ...], by: str, earliest: str | None
) -> ReturningInsert[Any]:
    """Core, built once for each kind of copy: every fact that is heard writes one."""
    columns = inspect(table).columns
    insertion = insert(table.__table__).values({columns[name]: bindparam(name) for name in (*key, *values, by)})  # type: ignore[arg-type]  # a mapped class's table is a Table
    stated = {columns[name]: insertion.excluded[columns[name].name] for name in (*values, by) if name != earliest}
    return insertion.on_conflict_do_update(
        index_elements=[columns[name] for name in key],
        set_=stated,
        where=columns[by] < insertion.excluded[columns[by].name],
    ).returning(columns[by])
