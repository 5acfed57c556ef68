"""Retention: whole months of old facts move to compressed files, the chain of digests going on through them (clause 6-d).

A file holds one fact per line, as canonical JSON, in gzip; its name says which facts, the table `journal_archive` its checksum and the
digests at both its ends, so that `verify` goes over files and table as over one journal.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.journal.envelope import COLUMNS, Row, archived, unarchived
from kesu_common.journal.model import JournalArchive
from kesu_common.runtime import Runtime

LOCK = 7_310_004
NEVER = 2**63 - 1
_MONTH = text(f"""
    WITH first AS (
        SELECT date_trunc('month', time, 'UTC') + interval '1 month' AS next_month FROM journal WHERE sequence > :after
        ORDER BY sequence LIMIT 1
    ), border AS (
        SELECT min(sequence) AS sequence FROM journal, first WHERE time >= least(first.next_month, :before) AND sequence IS NOT NULL
    )
    SELECT {COLUMNS} FROM journal WHERE sequence > :after AND sequence <= (SELECT published FROM relay)
        AND sequence < coalesce((SELECT sequence FROM border), {NEVER}) ORDER BY sequence
""")  # noqa: S608


def months_ago(now: datetime, months: int) -> datetime:
    """The first instant of the month (UTC) that lies `months` before that of `now`: what is older may be archived."""
    index = now.year * 12 + now.month - 1 - months
    return now.replace(year=index // 12, month=index % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def folder(runtime: Runtime) -> Path:
    """Where the archive files of a service lie."""
    return runtime.settings.files_dir / "journal-archive" / runtime.service.name


def archive_before(runtime: Runtime, before: datetime) -> int:
    """Move published facts older than `before` to archive files, one per month; returns how many. A crash loses none and repeats none."""
    moved = 0
    while True:
        with runtime.database.transaction() as session:
            if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}):
                return moved  # another worker is at it
            count = _archive_month(session, folder(runtime), before)
        if count == 0:
            return moved
        moved += count


def _archive_month(session: Session, place: Path, before: datetime) -> int:
    last = session.scalar(select(JournalArchive).order_by(JournalArchive.last.desc()).limit(1))
    found = session.execute(_MONTH, {"after": last.last if last else 0, "before": before})
    rows = [Row._make(row) for row in found]
    if not rows:
        return 0
    first_sequence, last_sequence, digest = rows[0].sequence, rows[-1].sequence, rows[-1].digest
    if first_sequence is None or last_sequence is None or digest is None:
        raise LookupError("a fact that was published has no number")
    name = f"{rows[0].time:%Y-%m}-{first_sequence:012d}-{last_sequence:012d}.jsonl.gz"
    content = _compressed(rows)
    _write(place / name, content)
    session.add(
        JournalArchive(
            first=first_sequence,
            last=last_sequence,
            before=last.digest if last else b"",
            digest=digest,
            path=name,
            checksum=hashlib.sha256(content).digest(),
            archived_at=clock.now(),
        )
    )
    session.execute(text("SET LOCAL kesu.retention = 'on'"))
    session.execute(text("DELETE FROM journal WHERE sequence BETWEEN :first AND :last"), {"first": first_sequence, "last": last_sequence})
    return len(rows)


def _compressed(rows: list[Row]) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed:  # without a time: the same facts give the same file
        for row in rows:
            packed.write(archived(row).encode() + b"\n")
    return buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Write a file that is either there as a whole, on the disk, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read_archive(path: Path) -> Iterator[Row]:
    """The facts of one file in order. Raises `OSError`, `ValueError` or `KeyError` when it is missing or damaged."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield unarchived(line)
