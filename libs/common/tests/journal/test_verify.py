"""The chain check finds what was changed, removed or put in, in the table and in the archive."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from messaging_rig import Listener, number_all, state
from sqlalchemy import text

from kesu_common import clock
from kesu_common.database import Database
from kesu_common.journal.retention import archive_before, folder
from kesu_common.journal.verify import Verdict, verify

pytestmark = pytest.mark.clause("6-d")


@pytest.fixture
def journal(common_database: Database) -> Database:
    """Ten facts, one every twenty days up to now, numbered and published."""
    with common_database.transaction() as session:
        for number in range(10):
            state(session, str(number))
    with common_database.transaction() as session:
        session.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        session.execute(text("UPDATE journal SET time = time - (10 - position) * interval '20 days'"))
        session.execute(text("ALTER TABLE journal ENABLE TRIGGER ALL"))
    number_all(common_database)
    with common_database.transaction() as session:
        session.execute(text("UPDATE relay SET published = numbered"))
    return common_database


def checked(database: Database, place: Path) -> Verdict:
    with database.transaction() as session:
        return verify(session, place)


def tamper(database: Database, statement: str) -> None:
    with database.transaction() as session:
        session.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        session.execute(text(statement))
        session.execute(text("ALTER TABLE journal ENABLE TRIGGER ALL"))


def test_an_untouched_journal_is_good(journal: Database, tmp_path: Path) -> None:
    verdict = checked(journal, tmp_path)
    assert (verdict.problems, verdict.checked, verdict.last) == ([], 10, 10)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("""UPDATE journal SET data = '{"text":"x"}' WHERE sequence = 4""", "fact 4 "),
        ("UPDATE journal SET actor = replace(actor, 'Anna', 'Otto') WHERE sequence = 10", "fact 10 "),
        ("DELETE FROM journal WHERE sequence = 5", "fact 5 is missing"),
        ("DELETE FROM journal WHERE sequence = 10", "facts 10 to 10 are missing at the end"),
        (
            "INSERT INTO journal (id, sequence, digest, type, subject, site, time, actor, data, changes) "
            "SELECT gen_random_uuid(), 11, digest, type, subject, site, time, actor, data, changes FROM journal WHERE sequence = 10",
            "fact 11 ",
        ),
    ],
)
def test_what_was_tampered_with_is_named(journal: Database, tmp_path: Path, statement: str, found: str) -> None:
    tamper(journal, statement)
    assert any(found in problem for problem in checked(journal, tmp_path).problems)


def test_old_months_move_to_files_and_the_chain_goes_on_through_them(journal: Database, tmp_path: Path) -> None:
    runtime = Listener(journal, tmp_path).runtime
    place = folder(runtime)
    moved = archive_before(runtime, clock.now() - timedelta(days=90))
    assert moved == 5
    assert archive_before(runtime, clock.now() - timedelta(days=90)) == 0
    verdict = checked(journal, place)
    assert (verdict.problems, verdict.checked, verdict.last) == ([], 10, 10)
    oldest = sorted(place.iterdir())[0]
    content = oldest.read_bytes()
    oldest.write_bytes(content[:-1] + b"x")
    assert any("checksum" in problem for problem in checked(journal, place).problems)
    oldest.unlink()
    assert any("cannot be read" in problem for problem in checked(journal, place).problems)


def test_what_was_not_published_is_not_archived(journal: Database, tmp_path: Path) -> None:
    with journal.transaction() as session:
        session.execute(text("UPDATE relay SET published = 2"))
    assert archive_before(Listener(journal, tmp_path).runtime, clock.now()) == 2
