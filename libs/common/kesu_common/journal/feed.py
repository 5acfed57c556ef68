"""The journal read as a feed: numbered facts as CloudEvents, and the history of one record as an audit trail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.journal.envelope import Row, as_document, source_of
from kesu_common.journal.model import JournalEntry
from kesu_common.service import Service

_ROW = tuple(getattr(JournalEntry, name) for name in Row._fields)


def read_feed(
    session: Session,
    service: Service,
    *,
    after: int,
    types: Sequence[str] = (),
    sites: Sequence[str] | None = None,
    internal: bool = False,
    limit: int = 500,
) -> tuple[list[dict[str, Any]], int]:
    """Up to `limit` numbered facts after sequence `after`, oldest first, and the sequence to go on from.

    `types` and `sites` narrow it (empty types: all; `sites=None`: all). Without `internal`, facts about people and keys are left out. When
    the feed is read to its end, the second value is the last sequence given out so far, whatever was left out. Facts that were moved to the
    archive are not in the feed.
    """
    wanted = select(*_ROW).where(JournalEntry.sequence > after)
    if types:
        wanted = wanted.where(JournalEntry.type.in_(types))
    hidden = [event.type for event in service.all_events if event.internal]
    if hidden and not internal:
        wanted = wanted.where(JournalEntry.type.not_in(hidden))
    if sites is not None:
        wanted = wanted.where(JournalEntry.site.in_(sites))
    # the end is read first: a fact numbered between the two reads is then met by the next call, never passed over
    end = session.scalar(
        select(JournalEntry.sequence).where(JournalEntry.sequence.is_not(None)).order_by(JournalEntry.sequence.desc()).limit(1)
    )
    rows = session.execute(wanted.order_by(JournalEntry.sequence).limit(limit)).all()
    facts = [as_document(Row._make(row), source_of(service.name)) for row in rows]
    if len(rows) == limit:
        return facts, rows[-1].sequence
    return facts, max(after, end or 0, rows[-1].sequence if rows else 0)


def history(session: Session, subject: str) -> list[dict[str, Any]]:
    """Everything that was ever stated about one record, in order: time, type, actor, site, data, changed fields (clause 6-d)."""
    entries = session.scalars(select(JournalEntry).where(JournalEntry.subject == subject).order_by(JournalEntry.position))
    return [
        {
            "id": str(entry.id),
            "time": entry.time,
            "type": entry.type,
            "site": entry.site,
            "actor": json.loads(entry.actor),
            "causation": entry.causation,
            "data": json.loads(entry.data),
            "changes": json.loads(entry.changes),
        }
        for entry in entries
    ]
