"""Reading custody, copies and the state of the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kesu_common.attachments import Attachment, attachments_of
from kesu_common.files import FileDamaged, FileMissing, FileStore
from kesu_intake.originals.model import ORIGINAL, OriginalCopy, OriginalMove


@dataclass(frozen=True)
class Verified:
    """A written original and what was found when its bytes were read again: intact, damaged or missing."""

    file: Attachment
    state: str


def originals_of(session: Session, complaint: str) -> Sequence[Attachment]:
    """The written originals, oldest first."""
    return [file for file in attachments_of(session, complaint) if file.kind == ORIGINAL]


def verified(files: FileStore, originals: Sequence[Attachment]) -> list[Verified]:
    """Reads every original through and compares its SHA-256 with the one written down when it came in."""
    return [Verified(original, _state(files, original.sha256)) for original in originals]


def moves_of(session: Session, complaint: str) -> Sequence[OriginalMove]:
    """Where the paper went, newest first."""
    return session.scalars(select(OriginalMove).where(OriginalMove.complaint_number == complaint).order_by(OriginalMove.id.desc())).all()


def copies_of(session: Session, complaint: str) -> Sequence[OriginalCopy]:
    """Who had a copy, newest first."""
    return session.scalars(select(OriginalCopy).where(OriginalCopy.complaint_number == complaint).order_by(OriginalCopy.id.desc())).all()


def _state(files: FileStore, sha256: str) -> str:
    try:
        files.open(sha256).close()
    except FileMissing:
        return "missing"
    except FileDamaged:
        return "damaged"
    return "intact"
