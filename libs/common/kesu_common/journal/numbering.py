"""Numbering: committed facts get their gapless sequence and their place in the digest chain. Done by the single active relay only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from kesu_common.journal.envelope import COLUMNS, Row, chained

BATCH = 500

_UNNUMBERED = f"SELECT {COLUMNS} FROM journal WHERE sequence IS NULL ORDER BY position LIMIT {BATCH}"  # noqa: S608
_NUMBER = """
    WITH numbered AS (
        UPDATE journal SET sequence = given.sequence, digest = given.digest
        FROM unnest(%(ids)s::uuid[], %(sequences)s::bigint[], %(digests)s::bytea[]) AS given (id, sequence, digest)
        WHERE journal.id = given.id
    )
    UPDATE relay SET numbered = %(last)s, digest = %(digest)s
"""
_UNSENT = f"SELECT {COLUMNS} FROM journal WHERE sequence > %s ORDER BY sequence LIMIT {BATCH}"  # noqa: S608
# The mark may be lost with a crashed database: then some facts are published twice, which is allowed. So it need not wait for the disk.
_MARK = "WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)) UPDATE relay SET published = %s FROM quick"


@dataclass
class Mark:
    """How far the relay has come: last number given, its digest, last number that the bus confirmed."""

    numbered: int
    digest: bytes
    published: int

    @classmethod
    def read(cls, connection: psycopg.Connection) -> Mark:
        """The mark as the database has it."""
        [found] = connection.execute("SELECT numbered, digest, published FROM relay")  # the first migration makes this row
        return cls(*found)


def number_batch(connection: psycopg.Connection, mark: Mark) -> list[Row]:
    """Number and chain up to `BATCH` committed facts in the order of their writing; moves `mark`; returns them, numbered."""
    rows = [Row._make(found) for found in connection.execute(_UNNUMBERED)]
    if not rows:
        return []
    sequence, digest = mark.numbered, mark.digest
    numbered: list[Row] = []
    for row in rows:
        sequence += 1
        digest = chained(digest, sequence, row)
        numbered.append(row._replace(sequence=sequence, digest=digest))
    connection.execute(
        _NUMBER,
        {
            "ids": [row.id for row in numbered],
            "sequences": [row.sequence for row in numbered],
            "digests": [row.digest for row in numbered],
            "last": sequence,
            "digest": digest,
        },
    )
    mark.numbered, mark.digest = sequence, digest
    return numbered


def unsent(connection: psycopg.Connection, mark: Mark, fresh: Sequence[Row]) -> Sequence[Row]:
    """The next facts above the mark; `fresh` (just numbered) without asking the database again when they are the ones."""
    if mark.published >= mark.numbered:
        return ()
    if fresh and fresh[0].sequence == mark.published + 1:
        return fresh
    return [Row._make(found) for found in connection.execute(_UNSENT, (mark.published,))]


def move(connection: psycopg.Connection, mark: Mark, count: int) -> None:
    """The next `count` facts are with the bus."""
    connection.execute(_MARK, (mark.published + count,))
    mark.published += count
