"""Whom buttons are offered to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_common.people.actors import Actor


def works_on_it(_session: Session, actor: Actor, capa: Capa) -> bool:
    """The responsible department, and QA."""
    return actor.has_role(capa.responsible_department, capa.site) or actor.has_role("quality", capa.site)
