"""`kesu journal verify` as an operator runs it: all is well, until somebody with rights on the database touches a fact (clause 6-d)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from kesu_common.journal.numbering import Mark, number_batch
from kesu_common.service import load
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig
from kesu_onebox.processes import as_environment

COMPLAINTS = 5
TAMPERINGS = {
    "changed": """UPDATE journal SET data = replace(data, ':', ' :') WHERE sequence = 3""",
    "actor changed": """UPDATE journal SET actor = replace(actor, 'anna', 'otto') WHERE sequence = 3""",
    "removed": """DELETE FROM journal WHERE sequence = 3""",
    "last removed": """DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)""",
    "put in": """
        WITH moved AS (UPDATE journal SET sequence = -sequence WHERE sequence >= 3 RETURNING *)
        INSERT INTO journal (id, sequence, digest, type, subject, site, case_number, time, actor, data, changes)
        SELECT gen_random_uuid(), 3, digest, type, subject, site, case_number, time, actor, data, changes FROM moved WHERE sequence = -3;
        UPDATE journal SET sequence = 1 - sequence WHERE sequence < 0;
        UPDATE relay SET numbered = numbered + 1""",
}


@dataclass
class Kept:
    """A database with a numbered journal."""

    url: str
    environment: dict[str, str]

    def verify(self) -> subprocess.CompletedProcess[str]:
        """Run the command."""
        command = [sys.executable, "-m", "kesu_common.cli", "intake", "journal", "verify"]
        return subprocess.run(command, env={**os.environ, **self.environment}, capture_output=True, text=True, check=False)

    def tamper(self, statements: str) -> None:
        """What somebody does who may do anything, with the triggers that would refuse it switched off."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statements.encode())


@pytest.fixture
def kept(new_database: NewDatabase, tmp_path: Path) -> Iterator[Kept]:
    """Intake's journal after a few complaints."""
    url = new_database("intake")
    rig = Rig(load("intake"), url, tmp_path)
    try:
        rig.know_site()
        sales = rig.program("sales@SZ")
        customer = {"code": "C001", "name": "Hamburg Pumps", "site": "SZ", "tier": "C"}
        assert sales.post("/intake/api/v1/customers", json=customer).status_code == 201
        for number in range(COMPLAINTS):
            body = {
                "customer_code": "C001",
                "channel": "email",
                "text": f"number {number}",
                "lot": "L1",
                "quantity": "1",
                "claim": "answer",
            }
            assert sales.post("/intake/api/v1/complaints", json=body).status_code == 201
        with rig.runtime.database.dedicated() as connection:
            number_batch(connection, Mark.read(connection))
        yield Kept(url, as_environment(rig.runtime.settings))
    finally:
        rig.close()


@pytest.mark.clause("6-d")
def test_an_untouched_journal_is_found_whole(kept: Kept) -> None:
    done = kept.verify()
    assert (done.returncode, "BROKEN" in done.stdout) == (0, False), done.stdout + done.stderr


@pytest.mark.clause("6-d")
@pytest.mark.parametrize("kind", TAMPERINGS)
def test_a_fact_that_was_touched_is_found(kept: Kept, kind: str) -> None:
    kept.tamper(TAMPERINGS[kind])
    done = kept.verify()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN: " in done.stdout


@pytest.mark.clause("6-d")
@pytest.mark.parametrize("kind", ["changed", "removed"])
def test_the_database_itself_refuses_to_touch_a_fact(kept: Kept, kind: str) -> None:
    with (
        psycopg.connect(kept.url.replace("+psycopg", "")) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="only ever added"),
    ):
        connection.execute(TAMPERINGS[kind].encode())
