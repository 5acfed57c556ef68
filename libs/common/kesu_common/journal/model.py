"""Tables of the journal and of the relay's mark. Facts enter unnumbered; the single active relay numbers and chains them after commit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kesu_common.database.columns import CommonBase


class JournalEntry(CommonBase):
    """One fact: what happened to whom, when, by whose hand, caused by what, and which fields changed.

    `data`, `actor` and `changes` are canonical JSON text, exactly as digested and published. `position` gives the order in which
    facts were written (facts of one subject in the order of their commits); `sequence` is gapless and final, set once by the relay.
    """

    __tablename__ = "journal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    type: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(64))
    site: Mapped[str] = mapped_column(String(16))
    case_number: Mapped[str | None] = mapped_column(String(64))
    time: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    causation: Mapped[str | None] = mapped_column(String(64))
    traceparent: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("uq_journal_sequence", "sequence", unique=True, postgresql_where=sequence.is_not(None)),
        Index("ix_journal_unnumbered", "position", postgresql_where=sequence.is_(None)),
        Index("ix_journal_subject", "subject", "position"),
        Index("ix_journal_case", "case_number", "position"),
    )


class RelayMark(CommonBase):
    """How far numbering and publishing have come; one row. `idle` tells writers whether the relay wants to be woken by NOTIFY."""

    __tablename__ = "relay"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    numbered: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    published: Mapped[int] = mapped_column(BigInteger, default=0)
    idle: Mapped[bool] = mapped_column(default=True)


class JournalArchive(CommonBase):
    """A stretch of old facts that was moved to a file: `first` … `last` without a gap, chained from `before` to `digest` (journal digests).

    `path` is relative to the archive's folder; `checksum` is the SHA-256 of the file's bytes.
    """

    __tablename__ = "journal_archive"

    first: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger, unique=True)
    before: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    path: Mapped[str] = mapped_column(Text)
    checksum: Mapped[bytes] = mapped_column(LargeBinary)
    archived_at: Mapped[datetime]


GUARD = (
    """
CREATE OR REPLACE FUNCTION journal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('kesu.retention', true) = 'on' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the journal is only ever added to';
END $$
""",
    """
CREATE TRIGGER journal_fixed BEFORE UPDATE OF id, position, type, subject, site, case_number, time, actor, causation, traceparent,
    data, changes OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_guard()
""",
    """
CREATE TRIGGER journal_numbered_once BEFORE UPDATE OF sequence, digest ON journal FOR EACH ROW
    WHEN (OLD.sequence IS NOT NULL) EXECUTE FUNCTION journal_guard()
""",
    "INSERT INTO relay (id, numbered, digest, published, idle) VALUES (1, 0, '', 0, true) ON CONFLICT DO NOTHING",
)
"""Statements that the first common migration runs: the database itself refuses to change or remove a fact."""
