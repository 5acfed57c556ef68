"""Objects for rows that were written by a prepared statement."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy.orm import Session

from kesu_common.database import Database
from kesu_common.database.rows import as_stored, insert_as_stored, insert_unless
from kesu_common.people.copies import KnownKey, KnownPerson

FRESH = """
from sqlalchemy.orm import Session
from kesu_common.database.rows import as_stored
from kesu_common.people.copies import KnownPerson

with Session() as session:
    rest = dict.fromkeys(("language", "email", "active", "grants", "sessions_before", "sequence"))
    person = as_stored(session, KnownPerson, {"login": "anna", "name": "Anna", **rest})
    assert session.get(KnownPerson, "anna") is person and not session.dirty
"""
KEY: dict[str, Any] = {
    "prefix": "k1",
    "kind": "device",
    "name": "扫描枪 \"3\" \\ 'dock'",
    "secret_sha256": "0" * 64,
    "grants": [{"role": "warehouse", "site": "SZ"}],
    "place": None,
    "revoked": False,
    "sequence": 7,
}


def test_it_works_in_a_process_that_has_queried_nothing_yet() -> None:
    subprocess.run([sys.executable, "-c", FRESH], check=True)


def test_what_would_have_to_be_read_later_is_not_left_out() -> None:
    with Session() as session, pytest.raises(TypeError, match=r"KnownPerson without active, .*sessions_before"):
        as_stored(session, KnownPerson, {"login": "anna", "name": "Anna"})


def test_the_row_is_what_the_object_says(common_database: Database) -> None:
    with common_database.transaction() as session:
        made = insert_as_stored(session, KnownKey, KEY)
        made.revoked = True  # an ordinary object: the change is written with the commit
    with common_database.transaction() as session:
        read = session.get_one(KnownKey, "k1")
        assert {name: getattr(read, name) for name in KEY} == {**KEY, "revoked": True}


def test_a_row_in_the_way_is_left_alone(common_database: Database) -> None:
    with common_database.transaction() as session:
        assert insert_unless(session, KnownKey, KEY, "(prefix)") is not None
        assert insert_unless(session, KnownKey, {**KEY, "name": "other"}, "(prefix)") is None
    with common_database.transaction() as session:
        assert session.get_one(KnownKey, "k1").name == KEY["name"]
