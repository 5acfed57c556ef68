"""Proof as files: what shows that goods were checked, that an action was done."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_capa import events
from kesu_capa.actions.queries import action_of
from kesu_capa.capas.commands import require_work, state_fact
from kesu_capa.capas.model import Capa
from kesu_capa.permissions import WORK
from kesu_common.attachments import Attachment, as_data, attach
from kesu_common.errors import Forbidden
from kesu_common.files import StoredFile
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor

PROOF_LIMIT = 20 * 1024 * 1024


def may_prove(session: Session, actor: Actor, capa: Capa, line: int | None) -> None:
    """Who works on the report may prove it; who does an action may prove that one. Raises `NotFound` for an action that the report does
    not have, and `Forbidden`."""
    if line is None:
        return require_work(actor, capa)
    actor.require(WORK, capa.site)
    department = action_of(session, capa, line).department
    if not (actor.has_role(department, capa.site) or actor.has_role("quality", capa.site)):
        raise Forbidden(N_("This is the work of %(department)s."), department=department)
    return None


def attach_proof(session: Session, actor: Actor, capa: Capa, stored: StoredFile, kind: str, line: int | None = None) -> Attachment:
    """Join a file to the report, or to one of its actions (`line`), as proof of its containment or as evidence, whatever its state."""
    may_prove(session, actor, capa, line)
    subject = capa.number if line is None else action_of(session, capa, line).number
    made = attach(session, actor, subject=subject, site=capa.site, stored=stored, kind=kind)
    session.flush()
    state_fact(session, actor, events.PROOF_ATTACHED, capa, proof_of=kind, action=None if line is None else subject, **as_data(made))
    return made
