"""Verifying the journal: archive files and table together form one gapless chain that ends where the relay's mark says (clause 6-d).

It finds a fact that was changed, removed or put in between, also the last ones. What it cannot find: a journal that was computed anew as
a whole by somebody who may write to the database. Keep the printed end (number and digest) elsewhere, and compare it next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kesu_common.journal.envelope import COLUMNS, GENESIS, Row, chained
from kesu_common.journal.model import JournalArchive, RelayMark
from kesu_common.journal.retention import read_archive

_NUMBERED = text(f"SELECT {COLUMNS} FROM journal WHERE sequence IS NOT NULL ORDER BY sequence")  # noqa: S608
MOST_PROBLEMS = 20


@dataclass
class Verdict:
    """What was found. `problems` is empty when all is well; `last` and `digest` are the end of the chain."""

    checked: int = 0
    last: int = 0
    digest: bytes = GENESIS
    problems: list[str] = field(default_factory=list)


def verify(session: Session, archive: Path) -> Verdict:
    """Go over the whole journal of this database, archive files in folder `archive` first. Stops after `MOST_PROBLEMS` problems."""
    verdict = Verdict()
    for part in session.scalars(select(JournalArchive).order_by(JournalArchive.first)).all():
        _check_file(verdict, part, archive)
    _check_rows(verdict, _table(session))
    mark = session.get(RelayMark, 1)
    if mark is None:
        verdict.problems.append("the relay's mark is missing")
    elif mark.numbered > verdict.last:
        verdict.problems.append(f"facts {verdict.last + 1} to {mark.numbered} are missing at the end")
    elif (mark.numbered, mark.digest) != (verdict.last, verdict.digest):
        verdict.problems.append(
            f"the relay gave numbers up to {mark.numbered}, the journal ends with {verdict.last}, or with another digest"
        )
    del verdict.problems[MOST_PROBLEMS:]
    return verdict


def _table(session: Session) -> Iterator[Row]:
    for row in session.execute(_NUMBERED, execution_options={"yield_per": 1000}):
        yield Row._make(row)


def _check_file(verdict: Verdict, part: JournalArchive, archive: Path) -> None:
    path = archive / part.path
    try:
        if hashlib.sha256(path.read_bytes()).digest() != part.checksum:
            verdict.problems.append(f"{part.path}: the file was changed (checksum)")
        _check_rows(verdict, read_archive(path))
    except (OSError, ValueError, KeyError, EOFError) as error:
        verdict.problems.append(f"{part.path}: cannot be read ({error}); facts {part.first} to {part.last} were not checked")
    if (verdict.last, verdict.digest) != (part.last, part.digest):
        verdict.problems.append(f"{part.path}: does not end with fact {part.last} and its digest")
        verdict.last, verdict.digest = part.last, part.digest


def _check_rows(verdict: Verdict, rows: Iterator[Row]) -> None:
    for row in rows:
        if row.sequence is None or row.digest is None:
            verdict.problems.append(f"fact {row.id} has no number or no digest")
            continue
        if row.sequence != verdict.last + 1:
            missing = row.sequence - verdict.last - 1
            verdict.problems.append(
                f"fact {verdict.last + 1} is missing ({missing} in all up to {row.sequence - 1})"
                if missing > 0
                else f"fact {row.sequence} is there twice"
            )
        elif chained(verdict.digest, row.sequence, row) != row.digest:
            verdict.problems.append(f"fact {row.sequence} ({row.type} {row.subject}, id {row.id}) was changed or put in afterwards")
        verdict.checked += 1
        verdict.last, verdict.digest = row.sequence, row.digest
        if len(verdict.problems) >= MOST_PROBLEMS:
            return
