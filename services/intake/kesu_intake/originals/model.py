"""Custody of the paper and copies of it (clause 4.1.3.5-a1). The original's bytes are an attachment, which never changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_intake.database import Base

DOWNLOAD, PAPER = "download", "paper"
HOWS = (DOWNLOAD, PAPER)
"""A file was downloaded; a paper copy was handed out."""

ORIGINAL = "original"
"""The kind of the attachments whose every copy is logged."""


class OriginalMove(Base):
    """The paper original went from one place to another (原件移交): who, when, why."""

    __tablename__ = "original_move"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"), index=True)
    from_place: Mapped[str | None] = mapped_column(String(200))
    to_place: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str]
    moved_by: Mapped[str] = mapped_column(String(200))
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)


class OriginalCopy(Base):
    """A copy of an original left sales' hands (复印件/下载): which department, who, when, how."""

    __tablename__ = "original_copy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    complaint_number: Mapped[str] = mapped_column(ForeignKey("complaint.number"))
    how: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(255))
    """The file's name; for paper: what was copied."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    """The downloaded file's digest; none for paper."""
    department: Mapped[str] = mapped_column(String(100))
    """The roles that the person holds at the site, or the department that was given the paper."""
    person: Mapped[str] = mapped_column(String(200))
    given_by: Mapped[str] = mapped_column(String(200))
    copied_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_original_copy_complaint", "complaint_number", "id"),)
