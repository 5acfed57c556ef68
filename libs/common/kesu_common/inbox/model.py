"""The table of received facts, how they are spread over shards, and when one that failed is tried again."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database.columns import CommonBase

State = Literal["waiting", "done", "dead"]

SHARDS = 16
"""Facts of one shard are handled by one handler at a time, different shards in parallel."""

RETRY_AFTER = tuple(timedelta(seconds=s) for s in (1, 3, 10, 30, 120, 600, 1800, 7200, 21600, 86400))  # about a day and a half, then dead
"""How long a fact waits after its first, second, … failed attempt. After the last it is dead: visible, and replayable."""


class InboxEvent(CommonBase):
    """One fact as it arrived. `id` is the event's id, so that it is stored once however often it is delivered.

    `body` holds the bytes as received, even of what could not be read (then `type`, `source` and `subject` are empty).
    `next_at` is when it may be handled; `note` the last error, or who discarded it and why.
    """

    __tablename__ = "inbox"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    type: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(BigInteger)
    shard: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    next_at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_inbox_due", "next_at", "sequence", postgresql_where=state == "waiting"),
        Index("ix_inbox_waiting_subject", "subject", "sequence", postgresql_where=state == "waiting"),
        Index("ix_inbox_dead", "received_at", postgresql_where=state == "dead"),
        Index("ix_inbox_source", "source", "sequence"),
    )


def shard_of(subject: str) -> int:
    """The shard of a subject: the same in every process, for ever."""
    return zlib.crc32(subject.encode()) % SHARDS
