"""Attachments: which stored file belongs to which record, added by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import CommonBase
from kesu_common.people.actors import Actor

if TYPE_CHECKING:
    from kesu_common.files import StoredFile


class Attachment(CommonBase):
    """One file of one record. The bytes lie in the file store under their SHA-256 and never change."""

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    site: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    filename: Mapped[str] = mapped_column(String(255))
    added_by: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


def attach(session: Session, actor: Actor, *, subject: str, site: str, stored: StoredFile, kind: str) -> Attachment:
    """Join a stored file to a record. The command that calls it states the fact; `as_data` gives what the fact says of the file."""
    made = Attachment(
        id=uuid7(),  # the fact names it before it is written
        subject=subject,
        site=site,
        kind=kind,
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        filename=stored.filename,
        added_by=f"{actor.id} ({actor.name})",
    )
    session.add(made)
    return made


def attachments_of(session: Session, subject: str) -> Sequence[Attachment]:
    """The record's files, oldest first."""
    return session.scalars(select(Attachment).where(Attachment.subject == subject).order_by(Attachment.id)).all()


def as_data(attachment: Attachment) -> dict[str, str | int]:
    """What a fact says of an attachment: `attachment` is its name in `/files/…` of the service that states the fact."""
    return {
        "attachment": str(attachment.id),
        "sha256": attachment.sha256,
        "size": attachment.size,
        "media_type": attachment.media_type,
        "filename": attachment.filename,
    }
