"""Facts that wait for the end of their transaction: one statement writes them all, just before the commit.

So a command that states three facts costs one round trip to the database, and a handler's batch of a hundred a few. What is rolled back,
as a whole or to a savepoint, is never written.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from kesu_common.database.engine import quickly

CHANNEL = "kesu_journal"
COLUMNS = ("id", "type", "subject", "site", "case_number", "time", "actor", "causation", "traceparent", "data", "changes")
AT_ONCE = 20
"""Facts in one statement: there are as many prepared statements as numbers of facts."""

_PENDING, _MARKS = "kesu_pending_facts", "kesu_pending_marks"


def add(session: Session, fact: Sequence[Any]) -> None:
    """Let `fact` (values of `COLUMNS`) be written when the session's transaction ends, in the order of the calls."""
    if not session.in_transaction():
        session.begin()  # so that a rollback is one
    session.info.setdefault(_PENDING, []).append(fact)


@functools.lru_cache(maxsize=AT_ONCE)
def _insert(count: int) -> str:
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    return f"""
        WITH entries AS (INSERT INTO journal ({", ".join(COLUMNS)}) VALUES {", ".join([row] * count)})
        SELECT pg_notify('{CHANNEL}', '') FROM relay WHERE idle
    """  # noqa: S608  # constants and placeholders


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    pending = session.info.get(_PENDING)
    if not pending or session.in_nested_transaction():  # a savepoint may still be rolled back with what is around it
        return
    session.flush()  # the aggregate's row before its facts: so facts of one subject stand in the order of their commits
    for start in range(0, len(pending), AT_ONCE):
        facts = pending[start : start + AT_ONCE]
        quickly(session, _insert(len(facts)), [value for fact in facts for value in fact])
    pending.clear()


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[transaction] = len(session.info.get(_PENDING, ()))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if _PENDING in session.info:
        del session.info[_PENDING][session.info.get(_MARKS, {}).get(transaction, 0) :]


@event.listens_for(Session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_PENDING, None)
        session.info.pop(_MARKS, None)
