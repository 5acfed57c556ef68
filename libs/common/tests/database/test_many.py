"""Many rows in one statement: what is there stays, gives way, or is changed; whatever the values hold."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kesu_common.catchup.model import CatchUpCursor
from kesu_common.database import Database
from kesu_common.database.many import WORTH_COPYING, insert_all, insert_many, update_many
from kesu_common.people.copies import KnownKey


def key(prefix: str, sequence: int = 1, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "prefix": prefix,
        "kind": "device",
        "name": "扫描枪",
        "secret_sha256": "0" * 64,
        "grants": [],
        "place": None,
        "revoked": False,
    }
    return {**values, "sequence": sequence, **more}


def names(database: Database) -> dict[str, str]:
    with database.transaction() as session:
        return {found.prefix: found.name for found in session.scalars(select(KnownKey))}


def test_none_is_no_statement_at_all(common_database: Database) -> None:
    with common_database.transaction() as session:
        assert insert_many(session, KnownKey, []) == update_many(session, KnownKey, []) == 0
        insert_all(session, KnownKey, [])


def test_what_is_there_already_stays(common_database: Database) -> None:
    with common_database.transaction() as session:
        assert insert_many(session, KnownKey, [key("a"), key("b")]) == 2
        assert insert_many(session, KnownKey, [key("b", 9, name="later"), key("c")]) == 1
    assert names(common_database) == {"a": "扫描枪", "b": "扫描枪", "c": "扫描枪"}


def test_or_is_an_error(common_database: Database) -> None:
    with common_database.transaction() as session:
        insert_all(session, KnownKey, [key("a"), key("b")])
    with pytest.raises(IntegrityError), common_database.transaction() as session:
        insert_all(session, KnownKey, [key("c"), key("b")])
    assert set(names(common_database)) == {"a", "b"}


def test_so_many_that_they_are_copied_in_arrive_as_they_were_or_not_at_all(common_database: Database) -> None:
    odd = '"; DROP TABLE inbox; -- \\ \\. {,} \n\t \\N NULL null 🙂'
    cursors = [{"peer": "capa", "type": f"{odd}{at:03}", "sequence": at * 2**40} for at in range(WORTH_COPYING)]
    with common_database.transaction() as session:
        insert_all(session, CatchUpCursor, cursors)
    with pytest.raises(IntegrityError), common_database.transaction() as session:
        insert_all(session, CatchUpCursor, [{"peer": "new", "type": str(at), "sequence": at} for at in range(WORTH_COPYING)] + cursors[:1])
    with common_database.transaction() as session:
        read = session.execute(
            select(CatchUpCursor.peer, CatchUpCursor.type, CatchUpCursor.sequence).order_by(CatchUpCursor.sequence)
        ).all()
    assert read == [tuple(cursor.values()) for cursor in cursors]


def test_or_gives_way_to_what_is_newer(common_database: Database) -> None:
    with common_database.transaction() as session:
        insert_many(session, KnownKey, [key("a", 5), key("b", 5)], newer="sequence")
        assert insert_many(session, KnownKey, [key("a", 4, name="older"), key("b", 6, name="newer")], newer="sequence") == 1
    assert names(common_database) == {"a": "扫描枪", "b": "newer"}


def test_rows_are_changed_by_their_keys(common_database: Database) -> None:
    with common_database.transaction() as session:
        insert_many(session, KnownKey, [key("a"), key("b"), key("c")])
        changed = [{"prefix": "a", "name": "one"}, {"prefix": "b", "name": "two"}, {"prefix": "nobody", "name": "three"}]
        assert update_many(session, KnownKey, changed) == 2
    assert names(common_database) == {"a": "one", "b": "two", "c": "扫描枪"}


def test_values_arrive_as_they_were(common_database: Database) -> None:
    odd = '"; DROP TABLE known_key; -- \\ {,} \n\t NULL null 🙂'
    grants = [{"role": odd, "site": "*"}]
    with common_database.transaction() as session:
        insert_many(session, KnownKey, [key("a", 2**40, name=odd, grants=grants, place="null", revoked=True), key("b")])
    with common_database.transaction() as session:
        read = session.get_one(KnownKey, "a")
        assert (read.name, read.grants, read.place, read.revoked, read.sequence) == (odd, grants, "null", True, 2**40)
        assert session.get_one(KnownKey, "b").place is None
