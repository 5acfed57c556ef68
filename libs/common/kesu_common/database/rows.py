"""Rows of the hottest paths, written by a prepared statement: a fraction of the ORM's cost, an ordinary object afterwards."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, literal
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR, dialect
from sqlalchemy.orm import Mapper, Session, class_mapper, make_transient_to_detached
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from kesu_common.database.engine import quickly
from kesu_common.events import canonical

Mapped = TypeVar("Mapped")


def insert_as_stored(session: Session, mapped: type[Mapped], values: Mapping[str, Any], **more: Any) -> Mapped:
    """Insert a row and return it as an object, as if it had been read.

    `values` are all attributes (named as their columns) but the deferred ones, which `more` may hold; a text vector is text as PostgreSQL
    reads it.
    """
    _write(session, mapped, {**values, **more}, None)
    return as_stored(session, mapped, values)


def insert_unless(session: Session, mapped: type[Mapped], values: Mapping[str, Any], there: str) -> Mapped | None:
    """The same; None, and nothing written, when a row stands in its way: `there` is the target of ON CONFLICT DO NOTHING."""
    return as_stored(session, mapped, values) if _write(session, mapped, values, there) else None


def _write(session: Session, mapped: type[Any], row: Mapping[str, Any], there: str | None) -> int:
    session.flush()
    statement, as_json = inserting(mapped.__table__, tuple(row))
    return run_row(session, statement if there is None else f"{statement} ON CONFLICT {there} DO NOTHING", as_json, row)


def run_row(session: Session, statement: str, as_json: Collection[str], row: Mapping[str, Any]) -> int:
    """Run what `inserting` made, or what was made of it; returns how many rows were written."""
    return quickly(session, statement, [canonical(value) if name in as_json else value for name, value in row.items()]).rowcount


def as_stored(session: Session, mapped: type[Mapped], values: Mapping[str, Any]) -> Mapped:
    """The object of a row that has these `values`, as if it had been read. Raises `TypeError` for one too few: it would be read later."""
    if missing := _attributes(class_mapper(mapped)) - values.keys():
        raise TypeError(f"{mapped.__name__} without {', '.join(sorted(missing))}")
    made: Mapped = class_mapper(mapped).class_manager.new_instance()  # completes the mapping where nothing was queried yet
    vars(made).update(values)
    make_transient_to_detached(made)
    session.add(made)
    return made


@functools.cache
def _attributes(mapper: Mapper[Any]) -> frozenset[str]:
    return frozenset(attribute.key for attribute in mapper.column_attrs if not attribute.deferred)


@functools.cache
def inserting(table: Table, columns: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    """INSERT of one row, and which of its columns travel as JSON. Columns that are left out have their (plain) defaults."""
    given = {name: _placeholder(table.c[name]) for name in columns}
    for column in table.c:
        if column.name not in given and isinstance(column.default, ScalarElementColumnDefault):
            given[column.name] = literal(column.default.arg).compile(compile_kwargs={"literal_binds": True}).string
    names = ", ".join(map(quoted, given))
    statement = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({', '.join(given.values())})"  # noqa: S608  # names of columns
    return statement, frozenset(name for name in columns if isinstance(table.c[name].type, JSONB))


def _placeholder(column: ColumnElement[Any]) -> str:
    if isinstance(column.type, JSONB):
        return "%s::jsonb"
    return "%s::tsvector" if isinstance(column.type, TSVECTOR) else "%s"


def quoted(name: str) -> str:
    """A name of a table or column, in quotation marks where it is a word of SQL's own (`open`, `by`)."""
    return DIALECT.identifier_preparer.quote(name)


DIALECT = dialect()  # type: ignore[no-untyped-call]
