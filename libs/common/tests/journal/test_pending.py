"""Facts are written with the commit: all in the order in which they were stated, none of what was rolled back."""

from __future__ import annotations

from messaging_rig import state
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kesu_common.database import Database
from kesu_common.journal import pending
from kesu_common.journal.model import JournalEntry


def stated(database: Database) -> list[str]:
    with database.transaction() as session:
        return list(session.scalars(select(JournalEntry.subject).order_by(JournalEntry.position)))


def test_many_facts_of_one_transaction_keep_their_order(common_database: Database) -> None:
    numbers = [str(number) for number in range(pending.AT_ONCE * 2 + 3)]
    with common_database.transaction() as session:
        for number in numbers:
            state(session, number=number)
    assert stated(common_database) == numbers


def test_what_is_rolled_back_to_a_savepoint_was_never_stated(common_database: Database) -> None:
    with common_database.transaction() as session:
        state(session, number="before")
        with session.begin_nested():
            state(session, number="kept")
        undone = session.begin_nested()
        state(session, number="undone")
        undone.rollback()
        state(session, number="after")
    assert stated(common_database) == ["before", "kept", "after"]


def test_a_session_that_is_used_again_forgets_what_it_rolled_back(common_database: Database) -> None:
    with common_database.session_factory() as session:
        state(session, number="rolled back")
        session.rollback()
        state(session, number="closed")
        session.close()
        session.execute(text("SELECT 1"))
        session.commit()
    assert stated(common_database) == []


def test_a_savepoint_alone_writes_nothing_yet(common_database: Database) -> None:
    with common_database.session_factory() as session:
        with session.begin_nested():
            state(session, number="one")
        assert unwritten(session) == 0
        session.commit()
    assert stated(common_database) == ["one"]


def unwritten(session: Session) -> int:
    return int(session.scalar(text("SELECT count(*) FROM journal")) or 0)
