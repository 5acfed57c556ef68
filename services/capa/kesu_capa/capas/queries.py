"""Reading corrective actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import FINAL, Capa, CapaCase
from kesu_capa.permissions import READ
from kesu_common.errors import NotFound
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor, scoped

SORTS = {"created_at": Capa.created_at, "number": Capa.number}
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
    statement = scoped(select(Capa).where(Capa.number == number), actor, READ, Capa.site)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True) if lock else statement)
    if found is None:
        raise NotFound(N_("There is no corrective action “%(number)s”."), number=number)
    return found


def capa_for(session: Session, source_key: str) -> Capa | None:
    """The one that was opened for this, locked."""
    return session.scalar(select(Capa).where(Capa.source_key == source_key).with_for_update())


def capa_serving(session: Session, complaint: str) -> Capa | None:
    """The one that serves this complaint, locked: opened for it or joined later."""
    statement = select(Capa).join(CapaCase).where(CapaCase.complaint == complaint).order_by(Capa.created_at.desc()).limit(1)
    return session.scalar(statement.with_for_update(of=Capa))


def capas(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS`, `q` (in number, title, product, lot, complaint), `open`."""
    statement = scoped(select(Capa), actor, READ, Capa.site)
    for name, column in FILTERS.items():
        if value := args.get(name):
            statement = statement.where(column == value)
    if args.get("open"):
        statement = statement.where(Capa.state.not_in(FINAL))
    if q := args.get("q"):
        columns = (Capa.number, Capa.title, Capa.product, Capa.lot, Capa.complaint)
        statement = statement.where(or_(*(column.icontains(str(q), autoescape=True) for column in columns)))
    return statement
