"""Databases of a PostgreSQL server: made, cloned from a template, dropped. URLs are SQLAlchemy's, with the psycopg driver."""

from __future__ import annotations

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from kesu_common.servers.processes import ServerError


def database_url(server: str, name: str) -> str:
    """The URL of another database of the same server."""
    return make_url(server).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


def ensure_database(server: str, name: str) -> str:
    """Make the database if it is missing; its URL. Safe at the same time from several places."""
    create_database(server, name, exist_ok=True)
    return database_url(server, name)


def create_database(server: str, name: str, *, template: str = "template0", exist_ok: bool = False) -> None:
    """Make a UTF-8 database sorted by code point, or a copy of `template`, to which nobody may be connected.

    Raises `ServerError` when it exists already, unless `exist_ok`.
    """
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    if template == "template0":
        command += sql.SQL(" ENCODING 'UTF8'")
    with _connect(server) as connection:
        try:
            if exist_ok and connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            connection.execute(command)
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation) as error:
            if not exist_ok:
                raise ServerError(f"the database “{name}” exists already") from error


def drop_databases(server: str, *names: str) -> None:
    """Drop databases, ending whatever connections they have; missing ones are fine."""
    with _connect(server) as connection:
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def list_databases(server: str, prefix: str) -> list[str]:
    """Names of the server's databases that begin so."""
    with _connect(server) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname", [prefix])
        return [row[0] for row in rows]


def is_answering(server: str) -> bool:
    """Whether the server lets us in now."""
    try:
        _connect(server).close()
    except psycopg.OperationalError:
        return False
    return True


def _connect(server: str) -> psycopg.Connection[tuple[str, ...]]:
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=10)
