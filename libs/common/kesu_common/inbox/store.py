"""Storing what arrived: one statement for a batch, whoever brings it (bus or catch-up), each fact once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy.orm import Session

from kesu_common import clock
from kesu_common.database.engine import quickly
from kesu_common.events import Undecodable, decode
from kesu_common.inbox.model import shard_of
from kesu_common.service import Service

_INSERT = """
    INSERT INTO inbox (id, source, type, subject, sequence, shard, body, state, next_at, note, received_at)
    SELECT id, source, type, subject, sequence, shard, body, state, coalesce(
        (SELECT max(next_at) FROM inbox earlier WHERE earlier.state = 'waiting' AND earlier.subject = given.subject
            AND earlier.source = given.source AND earlier.sequence < given.sequence AND earlier.next_at > %(now)s), %(now)s), note, %(now)s
    FROM unnest(%(id)b::uuid[], %(source)b::text[], %(type)b::text[], %(subject)b::text[], %(sequence)b::bigint[], %(shard)b::smallint[],
                %(body)b::bytea[], %(state)b::text[], %(note)b::text[])
         AS given (id, source, type, subject, sequence, shard, body, state, note)
    ON CONFLICT (id) DO NOTHING
"""


@dataclass(slots=True)
class Received:
    """One fact on its way into the inbox."""

    id: UUID
    source: str
    type: str
    subject: str
    sequence: int
    body: bytes
    state: str = "waiting"
    note: str | None = None


def read(body: bytes, service: Service) -> Received | None:
    """What to store of these bytes; None when the service does not react to facts of that type; dead when they cannot be read."""
    try:
        event = decode(body)
        if not service.listens(event.type, event.source):
            return None
        received = Received(UUID(event.id), event.source, event.type, event.subject, event.sequence, body)
        _check_fits(received)
    except (Undecodable, ValueError) as error:
        return Received(uuid5(NAMESPACE_OID, body.hex()), "", "", "", 0, body, state="dead", note=str(error))
    return received


def store(session: Session, received: Iterable[Received]) -> int:
    """Put facts into the inbox in the present transaction; those that are there already stay as they are. Returns how many were new."""
    rows: Sequence[Received] = sorted({row.id: row for row in received}.values(), key=lambda row: (row.source, row.sequence))
    if not rows:
        return 0
    result = quickly(
        session,
        _INSERT,
        {
            "now": clock.now(),
            "id": [row.id for row in rows],
            "source": [row.source for row in rows],
            "type": [row.type for row in rows],
            "subject": [row.subject for row in rows],
            "sequence": [row.sequence for row in rows],
            "shard": [shard_of(row.subject) for row in rows],
            "body": [row.body for row in rows],
            "state": [row.state for row in rows],
            "note": [row.note for row in rows],
        },
    )
    return result.rowcount


def _check_fits(received: Received) -> None:
    """Raise `Undecodable` for what the table cannot hold: one such fact must not keep its whole batch out, again and again."""
    for name, longest in _LONGEST.items():
        value = getattr(received, name)
        if len(value) > longest or "\x00" in value:
            raise Undecodable(f"{name}: longer than {longest} characters, or with a NUL")
    if not 0 <= received.sequence < 2**63:
        raise Undecodable("sequence: not a whole number from 0 up")


_LONGEST = {"source": 100, "type": 100, "subject": 64}
