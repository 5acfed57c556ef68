"""Many rows in one INSERT: the columns go over as arrays and are unnested; cheaper than row after row, and one statement to triggers."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from kesu_returns.database import Base

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert_rows(session: Session, into: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, which all name the same columns. Defaults of the mapping are not filled in: name every column that needs a value."""
    if rows:
        names = tuple(rows[0])
        session.execute(_statement(into, names), {name: [row[name] for row in rows] for name in names})


@functools.cache
def _statement(into: type[Base], names: tuple[str, ...]) -> TextClause:
    table = into.__table__
    quote = _DIALECT.identifier_preparer.quote
    arrays = ", ".join(f"CAST(:{name} AS {table.c[name].type.compile(_DIALECT)}[])" for name in names)
    return text(f"INSERT INTO {quote(into.__tablename__)} ({', '.join(map(quote, names))}) SELECT * FROM unnest({arrays})")  # noqa: S608  (own names)
