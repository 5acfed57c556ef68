"""Read models of cases. Can be thrown away and rebuilt from the journals."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from kesu_desk.database import Base


class CaseSummary(Base):
    """One complaint or campaign as its own service described it last: what lists, search and the overview show."""

    __tablename__ = "case_summary"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    site: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(32))
    is_open: Mapped[bool]
    severity: Mapped[str | None] = mapped_column(String(16))
    customer_code: Mapped[str | None] = mapped_column(String(64))
    customer_name: Mapped[str | None]
    product: Mapped[str | None]
    lot: Mapped[str | None]
    serial: Mapped[str | None]
    claim: Mapped[str | None]
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[Any] = mapped_column(TSVECTOR, deferred=True)

    __table_args__ = (
        Index("ix_case_summary_words", "words", postgresql_using="gin"),
        Index("ix_case_summary_updated", "updated_at", "number"),
        Index("ix_case_summary_customer", "customer_code"),
    )


class CaseRecord(Base):
    """A record of any service, by its number: a QA case, a return, a CAPA …

    `topic` is the last fact about it, `state` its state as far as facts have told.
    """

    __tablename__ = "case_record"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_number: Mapped[str | None] = mapped_column(String(64), index=True)
    service: Mapped[str] = mapped_column(String(32))
    site: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(64))
    state: Mapped[str | None] = mapped_column(String(32))
    is_open: Mapped[bool]
    severity: Mapped[str | None] = mapped_column(String(16))
    effective: Mapped[bool | None]
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(BigInteger)


class TimelineEntry(Base):
    """One fact of a case: what happened, in which service, by whose hand, and what it said. The key is the fact's id: each once."""

    __tablename__ = "timeline_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_number: Mapped[str] = mapped_column(String(64))
    service: Mapped[str] = mapped_column(String(32))
    topic: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    site: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_for: Mapped[str | None]
    """The names of those on whose behalf a deputy did it."""
    actor: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(Text)
    sequence: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_timeline_entry_case", "case_number", "at", "id"),
        Index("ix_timeline_entry_topic", "topic", "at"),
    )
