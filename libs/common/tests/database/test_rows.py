"""Objects for rows that were written through Core."""

from __future__ import annotations

import subprocess
import sys

FRESH = """
from sqlalchemy.orm import Session
from kesu_common.database.rows import as_stored
from kesu_common.people.copies import KnownPerson

with Session() as session:
    person = as_stored(session, KnownPerson, {"login": "anna", "name": "Anna"})
    assert session.get(KnownPerson, "anna") is person and not session.dirty
"""


def test_it_works_in_a_process_that_has_queried_nothing_yet() -> None:
    subprocess.run([sys.executable, "-c", FRESH], check=True)
