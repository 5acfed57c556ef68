"""Photos and other files of a case's tests."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_common.attachments import Attachment, as_data, attach
from kesu_common.files import StoredFile
from kesu_common.people.actors import Actor
from kesu_quality import events
from kesu_quality.cases.commands import state
from kesu_quality.cases.model import Case
from kesu_quality.permissions import TEST


def attach_photo(session: Session, actor: Actor, case: Case, stored: StoredFile, kind: str) -> Attachment:
    """Join a stored file to the case (照片), whatever its state: evidence is never too late."""
    actor.require(TEST, case.site)
    made = attach(session, actor, subject=case.number, site=case.site, stored=stored, kind=kind)
    session.flush()
    state(session, actor, events.CASE_ATTACHED, case, {"kind": kind, **as_data(made)})
    return made
