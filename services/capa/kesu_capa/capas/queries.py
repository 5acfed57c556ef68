"""Reading corrective actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import FINAL, Capa, CapaCase
from kesu_capa.permissions import READ
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records

SORTS = {"created_at": Capa.created_at, "number": Capa.number}
WORDS = (Capa.number, Capa.title, Capa.product, Capa.lot, Capa.complaint)
"""Where `q` is looked for."""
FILTERS = {
    "state": Capa.state,
    "severity": Capa.severity,
    "source": Capa.source,
    "site": Capa.site,
    "department": Capa.responsible_department,
    "complaint": Capa.complaint,
    "product": Capa.product,
}
"""Query argument → the column that must equal it."""


def capa_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Capa:
    """The corrective action with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Capa, number, N_("There is no corrective action “%(number)s”."), lock=lock)


def capa_for(session: Session, source_key: str) -> Capa | None:
    """The one that was opened for this, locked."""
    return session.scalar(select(Capa).where(Capa.source_key == source_key).with_for_update())


def capa_serving(session: Session, complaint: str) -> Capa | None:
    """The one that serves this complaint, locked: opened for it or joined later."""
    statement = select(Capa).join(CapaCase).where(CapaCase.complaint == complaint).order_by(Capa.created_at.desc()).limit(1)
    return session.scalar(statement.with_for_update(of=Capa))


def standing(session: Session, capa: Capa) -> Capa:
    """The report itself; of one that was joined into another by hand, that other, locked."""
    while capa.joined_into is not None:
        capa = session.scalars(select(Capa).where(Capa.number == capa.joined_into).with_for_update()).one()
    return capa


def capas(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS`, `q` (in number, title, product, lot, complaint), `open`."""
    statement = records(actor, READ, Capa, args, FILTERS, WORDS)
    if args.get("open"):
        statement = statement.where(Capa.state.not_in(FINAL))
    return statement
