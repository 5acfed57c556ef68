"""One engine per process and database; a transaction is a `with` block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "60s"
CONNECT_TIMEOUT = 10
OPTIONS = f"-c lock_timeout={LOCK_TIMEOUT} -c statement_timeout={STATEMENT_TIMEOUT} -c timezone=UTC"
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
            pool_pre_ping=True,
            connect_args={"application_name": application, "connect_timeout": CONNECT_TIMEOUT, "options": OPTIONS},
        )
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
