"""Small copies of other departments' records: what a late fact says never replaces what a newer one said."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import DeclarativeBase, Session

from kesu_common.database.rows import inserting, quoted, run_row


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
    row = {**key, **values, by: sequence}
    statement, as_json = _upsert(table, tuple(key), tuple(row), by, earliest)
    news = run_row(session, statement, as_json, row) > 0
    if earliest is not None:
        column, value = getattr(table, earliest), values[earliest]
        same = (getattr(table, name) == wanted for name, wanted in key.items())
        session.execute(update(table).where(*same, column > value).values({earliest: value}))
    return news


@functools.cache
def _upsert(
    table: type[DeclarativeBase], key: tuple[str, ...], row: tuple[str, ...], by: str, earliest: str | None
) -> tuple[str, frozenset[str]]:
    """Made once for each kind of copy: every fact that is heard writes one. And which of the row's columns travel as JSON."""
    insertion, as_json = inserting(table.__table__, row)
    stated = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in row if name not in (*key, earliest))
    newer = f"{table.__tablename__}.{by} < excluded.{by}"
    return f"{insertion} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {stated} WHERE {newer}", as_json
