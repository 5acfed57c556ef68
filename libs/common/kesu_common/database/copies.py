"""Small copies of other departments' records: what a late fact says never replaces what a newer one said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session


def keep(
    session: Session,
    table: type[Any],
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
    stated = {**values, by: sequence}
    statement = insert(table).values({**key, **stated})
    changes = {name: value for name, value in stated.items() if name != earliest}
    newer = getattr(table, by) < sequence
    updating = statement.on_conflict_do_update(index_elements=list(key), set_=changes, where=newer)
    news = session.execute(updating.returning(getattr(table, by))).first() is not None
    if earliest is not None:
        column, value = getattr(table, earliest), values[earliest]
        same = (getattr(table, name) == wanted for name, wanted in key.items())
        session.execute(update(table).where(*same, column > value).values({earliest: value}))
    return news
