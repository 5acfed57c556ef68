"""The inbox as a queue: which shards and facts are due, and how an attempt ended. All statements of the handler stand here.

A fact may be handled when its time has come and no earlier fact of its subject is due later: one that waits for its next attempt, or
that arrived late, holds back those after it. A dead one does not. So that facts held back do not stand in the way of others, their
`next_at` is moved with that of the fact they wait for (here, and in `store`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database.engine import quickly
from kesu_common.inbox.model import RETRY_AFTER

LOCKS = 7_310_003
"""First half of the advisory locks of shards; the second half is the shard."""

LOOK_AHEAD = 500
"""So many due facts are looked at to find shards with work."""

# The planner's idea of how many rows wait is always out of date here, and a sort of a whole backlog per batch is ruinous.
_WALK_INDEX = "SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)"
_PLAN_FREELY = "SELECT set_config('enable_sort', 'on', true), set_config('enable_bitmapscan', 'on', true)"
_SHARDS = f"""
    SELECT shard, count(*) FROM (
        SELECT shard FROM inbox WHERE state = 'waiting' AND next_at <= %(now)s ORDER BY next_at, sequence LIMIT {LOOK_AHEAD}
    ) ready GROUP BY shard
"""  # noqa: S608
_LOCK = f"SELECT shard FROM unnest(%(shards)s::int[]) shard WHERE pg_try_advisory_xact_lock({LOCKS}, shard)"  # noqa: S608
# Not NOT EXISTS: that may become a join of all that waits with itself, where a look into the index per row is wanted.
_MAY = """SELECT id, shard, attempts, body FROM inbox due WHERE state = 'waiting' AND next_at <= %(now)s AND (
        SELECT 1 FROM inbox earlier WHERE earlier.state = 'waiting' AND earlier.subject = due.subject AND earlier.source = due.source
            AND earlier.sequence < due.sequence AND earlier.next_at > due.next_at LIMIT 1) IS NULL"""
_DUE = f"{_MAY} AND shard = ANY(%(shards)s) ORDER BY next_at, sequence LIMIT %(limit)s"
_ONE = f"{_MAY} AND id = %(id)s"
_NEXT = "SELECT min(next_at) FROM inbox WHERE state = 'waiting'"
_DONE = "UPDATE inbox SET state = 'done', attempts = attempts + 1, handled_at = %(now)s, note = NULL WHERE id = ANY(%(ids)s)"
_FAILED = """
    WITH failed AS (
        UPDATE inbox SET state = %(state)s, attempts = %(attempts)s, next_at = %(next_at)s, note = %(note)s
        WHERE id = %(id)s AND state = 'waiting' RETURNING source, subject, sequence, state, next_at
    )
    UPDATE inbox SET next_at = failed.next_at FROM failed
    WHERE failed.state = 'waiting' AND inbox.state = 'waiting' AND inbox.subject = failed.subject AND inbox.source = failed.source
        AND inbox.sequence > failed.sequence AND inbox.next_at < failed.next_at
"""


class Due(NamedTuple):
    """A fact that may be handled now."""

    id: UUID
    shard: int
    attempts: int
    body: bytes


def take(session: Session, limit: int) -> list[Due]:
    """Up to `limit` facts that may be handled now, in the order in which they have to be.

    Their shards (no more than are needed) are locked until the present transaction ends; shards that another handler holds are left to it.
    """
    quickly(session, _WALK_INDEX)
    ready = quickly(session, _SHARDS, {"now": clock.now()}).fetchall()
    random.shuffle(ready)
    wanted: list[int] = []
    found = 0
    for shard, count in ready:
        if found < limit:
            wanted.append(shard)
            found += count
    shards = _lock(session, wanted)
    parameters = {"now": clock.now(), "shards": shards, "limit": limit}
    facts = [Due._make(row) for row in quickly(session, _DUE, parameters)] if shards else []
    quickly(session, _PLAN_FREELY)
    return facts


def next_at(session: Session) -> datetime | None:
    """When the first of the waiting facts is due; None when none waits."""
    [found] = quickly(session, _NEXT).fetchall()
    when: datetime | None = found[0]
    return when


def take_one(session: Session, fact: Due) -> Due | None:
    """This fact, its shard locked, if it may be handled (still) and no other handler holds the shard."""
    if not _lock(session, [fact.shard]):
        return None
    row = quickly(session, _ONE, {"now": clock.now(), "id": fact.id}).fetchone()
    return Due._make(row) if row else None


def _lock(session: Session, shards: Sequence[int]) -> list[int]:
    return [shard for (shard,) in quickly(session, _LOCK, {"shards": shards})] if shards else []


def mark_done(session: Session, ids: Iterable[UUID]) -> None:
    """These were handled, in this very transaction."""
    session.flush()
    quickly(session, _DONE, {"now": clock.now(), "ids": list(ids)})


def mark_failed(session: Session, fact: Due, error: str, *, hopeless: bool, schedule: Sequence[timedelta] = RETRY_AFTER) -> bool:
    """Note a failed attempt: wait for the next, or, after the last or when `hopeless`, dead. Returns whether it is dead."""
    now: datetime = clock.now()
    dead = hopeless or fact.attempts >= len(schedule)
    session.connection().exec_driver_sql(
        _FAILED,
        {
            "id": fact.id,
            "state": "dead" if dead else "waiting",
            "attempts": fact.attempts + 1,
            "next_at": now if dead else now + schedule[fact.attempts],
            "note": error.replace("\x00", "")[:4000],
        },
    )
    return dead
