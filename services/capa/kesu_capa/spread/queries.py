"""Reading where else a report applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.permissions import READ
from kesu_capa.spread.model import ReadAcross
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records

SORTS = {"created_at": ReadAcross.created_at, "number": ReadAcross.number}
FILTERS = {
    "state": ReadAcross.state,
    "kind": ReadAcross.kind,
    "site": ReadAcross.site,
    "department": ReadAcross.department,
    "capa": ReadAcross.capa,
}


def entry_of(session: Session, actor: Actor, number: str, lock: bool = False) -> ReadAcross:
    """The entry with that number, if the actor may know of it at the entry's own site. Raises `NotFound`."""
    return record_of(session, actor, READ, ReadAcross, number, N_("There is no read-across entry “%(number)s”."), lock=lock)


def entries(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list, filtered by `FILTERS` and `q`."""
    return records(actor, READ, ReadAcross, args, FILTERS, (ReadAcross.number, ReadAcross.what))


def entries_of(session: Session, capa: Capa) -> Sequence[ReadAcross]:
    """The report's entries in their order."""
    return session.scalars(select(ReadAcross).where(ReadAcross.capa_id == capa.id).order_by(ReadAcross.line)).all()
