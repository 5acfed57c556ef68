"""One engine per process and database; a transaction is a `with` block."""

from __future__ import annotations

import select
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import Session, sessionmaker

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "60s"
CONNECT_TIMEOUT = 10
OPTIONS = f"-c lock_timeout={LOCK_TIMEOUT} -c statement_timeout={STATEMENT_TIMEOUT} -c timezone=UTC"
CLIENT_KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4}
KEEPALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4"


class Database:
    """The service's own database. Made after a fork, never before: it holds sockets.

    `url` is a SQLAlchemy URL with the psycopg driver; `pool` connections are kept at most.
    """

    def __init__(self, url: str, *, pool: int = 10, application: str = "kesu") -> None:
        self.url = url
        self._application = application
        self.engine: Engine = create_engine(
            url,
            pool_size=pool,
            max_overflow=0,
            pool_timeout=10,
            connect_args={"application_name": application, "connect_timeout": CONNECT_TIMEOUT, "options": OPTIONS, **CLIENT_KEEPALIVE},
        )
        event.listen(self.engine, "checkout", _refuse_dead)
        self.session_factory = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed at the end of the block, or not at all if the block raises."""
        with self.session_factory() as session, session.begin():
            yield session

    def dedicated(self) -> psycopg.Connection:
        """A driver connection of its own, outside the pool, in autocommit: for LISTEN and for locks that are held. The caller closes it.

        The server notices within half a minute when this machine has gone, and gives its locks to somebody else.
        """
        url = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(
            url,
            autocommit=True,
            prepare_threshold=2,
            application_name=self._application,
            connect_timeout=CONNECT_TIMEOUT,
            options=f"{OPTIONS} {KEEPALIVE}",
        )

    def ping(self) -> None:
        """Raise if the database does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def quickly(session: Session, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> psycopg.Cursor:
    """Run a driver's statement (`%s`, `%(name)s`) within the session's transaction, for the few of the hottest paths: half of Core's cost.

    Flush the session first where the statement has to see, or to follow, what it would write. Raises SQLAlchemy's errors, like all others.
    """
    with _errors_of(session, statement, parameters) as connection:
        return connection.execute(statement.encode(), parameters)


def copy_in(session: Session, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Send rows by a `COPY … FROM STDIN` within the session's transaction. What holds for `quickly` holds here."""
    with _errors_of(session, statement, rows) as connection, connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _errors_of(session: Session, statement: str, parameters: Any) -> Iterator[psycopg.Connection]:
    connection: psycopg.Connection = session.connection().connection.driver_connection  # type: ignore[assignment]
    try:
        yield connection
    except psycopg.Error as error:
        gone = connection.closed
        raise DBAPIError.instance(statement, parameters, error, psycopg.Error, connection_invalidated=gone) from error


def _refuse_dead(connection: Any, _record: Any, _proxy: Any) -> None:
    """Leave a connection whose server has gone, and all as old as it, instead of failing the request that would have used it.

    An idle connection has nothing to read: what can be read is its end. That costs one system call, a ping three round trips. A server that
    vanished without a word is found by the keep-alive of the connection.
    """
    if connection.closed:
        raise InvalidatePoolError("closed")
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    if watch.poll(0):
        raise InvalidatePoolError("the server has closed the connection")
