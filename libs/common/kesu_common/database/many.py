"""Many rows of one table in one statement: they travel as one JSON document, or by COPY, so a hundred cost little more than one."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Table
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

from kesu_common.database.engine import copy_in, quickly
from kesu_common.database.rows import DIALECT, quoted
from kesu_common.events import canonical

Rows = Sequence[Mapping[str, Any]]
"""Rows by column name, all with the same columns and no two with the same key. A text vector is a list of words."""

WORTH_COPYING = 20
"""From so many rows on COPY costs less than a prepared statement: half for two hundred, on both sides."""


def insert_all(session: Session, mapped: Any, rows: Rows) -> None:
    """Insert rows into a mapped class's table. Raises `IntegrityError` when one is there already; defaults are not filled in."""
    copied = _copying(mapped.__table__, tuple(rows[0])) if len(rows) >= WORTH_COPYING else None
    if copied is not None:
        session.flush()
        copy_in(session, copied, [tuple(row.values()) for row in rows])
    elif rows:
        _run(session, _insert, mapped, rows)


def insert_many(session: Session, mapped: Any, rows: Rows, *, newer: str | None = None) -> int:
    """The same; rows whose key is there already stay, or, with `newer`, give way where this is greater.

    Returns how many rows were written.
    """
    return _run(session, _insert_missing, mapped, rows, newer) if rows else 0


def update_many(session: Session, mapped: Any, rows: Rows) -> int:
    """Set the given columns of the rows with these primary keys; returns how many there were."""
    return _run(session, _update, mapped, rows) if rows else 0


def _run(session: Session, statement: Any, mapped: Any, rows: Rows, *more: Any) -> int:
    session.flush()
    return quickly(session, statement(mapped.__table__, tuple(rows[0]), *more), (canonical(rows),)).rowcount


@functools.cache
def _copying(table: Table, columns: tuple[str, ...]) -> str | None:
    """None where a column's values would have to be put into words first."""
    if any(isinstance(table.c[name].type, JSON | TSVECTOR) for name in columns):
        return None
    return f"COPY {quoted(table.name)} ({', '.join(map(quoted, columns))}) FROM STDIN"


@functools.cache
def _insert(table: Table, columns: tuple[str, ...]) -> str:
    values = ", ".join(_value(table.c[name]) for name in columns)
    return f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, columns))}) SELECT {values} FROM {_given(table, columns)}"  # noqa: S608


@functools.cache
def _insert_missing(table: Table, columns: tuple[str, ...], newer: str | None) -> str:
    insertion = _insert(table, columns)
    if newer is None:
        return f"{insertion} ON CONFLICT DO NOTHING"
    keys = [column.name for column in table.primary_key]
    changed = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in columns if name not in keys)
    return f"{insertion} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changed} WHERE {table.name}.{newer} < excluded.{newer}"


@functools.cache
def _update(table: Table, columns: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    changed = ", ".join(f"{quoted(name)} = {_value(table.c[name])}" for name in columns if name not in keys)
    same = " AND ".join(f"{table.name}.{name} = given.{name}" for name in keys)
    return f"UPDATE {quoted(table.name)} SET {changed} FROM {_given(table, columns)} WHERE {same}"  # noqa: S608  # names of columns


def _given(table: Table, columns: tuple[str, ...]) -> str:
    described = ", ".join(f"{quoted(name)} {_travelling(table.c[name])}" for name in columns)
    return f"json_to_recordset(%s::json) AS given ({described})"


def _travelling(column: ColumnElement[Any]) -> str:
    return "text[]" if isinstance(column.type, TSVECTOR) else column.type.compile(DIALECT)


def _value(column: ColumnElement[Any]) -> str:
    name = f"given.{quoted(str(column.key))}"
    return f"array_to_tsvector({name})" if isinstance(column.type, TSVECTOR) else name
