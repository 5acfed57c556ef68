"""Proof as files: what shows that goods were checked, that an action was done."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.capas.commands import state_fact
from kesu_capa.capas.model import Capa
from kesu_common.attachments import Attachment, as_data, attach
from kesu_common.files import StoredFile
from kesu_common.people.actors import Actor

PROOF_LIMIT = 20 * 1024 * 1024


def attach_proof(session: Session, actor: Actor, capa: Capa, stored: StoredFile, kind: str) -> Attachment:
    """Join a file to the report, as proof of its containment or as evidence of an action."""
    made = attach(session, actor, subject=capa.number, site=capa.site, stored=stored, kind=kind)
    state_fact(session, actor, events.PROOF_ATTACHED, capa, proof_of=kind, **as_data(made))
    return made
