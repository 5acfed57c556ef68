"""A pooled connection whose server went away is left before a request uses it; the driver's own errors look like all others."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kesu_common.database import Database
from kesu_common.database.engine import quickly


def test_connections_that_the_server_has_ended_are_replaced_unseen(common_database: Database) -> None:
    with common_database.transaction() as session:
        ended = session.scalar(text("SELECT pg_backend_pid()"))
    with common_database.dedicated() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (ended,))
    with common_database.transaction() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != ended


def test_an_error_of_a_quick_statement_is_one_of_sqlalchemy(common_database: Database) -> None:
    with pytest.raises(IntegrityError), common_database.transaction() as session:
        quickly(session, "INSERT INTO relay (id, numbered, digest, published, idle) VALUES (%s, 0, '', 0, true)", (1,))
