"""Reading the proof of a report."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_common.attachments import Attachment


def proofs_of(session: Session, capa: Capa) -> Sequence[Attachment]:
    """The files of the report and of its actions, oldest first."""
    own = or_(Attachment.subject == capa.number, Attachment.subject.startswith(f"{capa.number}/", autoescape=True))
    return session.scalars(select(Attachment).where(own).order_by(Attachment.id)).all()


def line_of(proof: Attachment) -> int | None:
    """The action that a file belongs to; `None`: the report itself."""
    _, _, line = proof.subject.partition("/")
    return int(line) if line else None
