"""Reading reports that came in, and the corrective action that one means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.exchange.model import ExchangeHead, Received8D
from kesu_capa.exchange.reading import Reading, reading_of
from kesu_capa.permissions import READ
from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.queries import record_of, records

SORTS = {"created_at": Received8D.created_at, "number": Received8D.number}
FILTERS = {"site": Received8D.site, "state": Received8D.state, "capa": Received8D.capa}
WORDS = (Received8D.number, Received8D.customer_reference, Received8D.sender)


def received_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Received8D:
    """The report that came in with that number. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Received8D, number, N_("There is no received 8D report “%(number)s”."), lock=lock)


def received(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list of those that came in."""
    return records(actor, READ, Received8D, args, FILTERS, WORDS)


def meant_by(session: Session, report: Received8D) -> Capa | None:
    """The corrective action of the site that a report means, locked: by our number in it, else by the customer's number."""
    ours = report.document["header"].get("supplierComplaintId")
    found = select(Capa).where(Capa.site == report.site, Capa.number == ours).with_for_update()
    return (session.scalar(found) if ours else None) or head_for(session, report.site, report.customer_reference)


def head_for(session: Session, site: str, reference: str) -> Capa | None:
    """The corrective action of the site with this customer's number, locked."""
    wanted = select(Capa).join(ExchangeHead, ExchangeHead.capa_id == Capa.id)
    return session.scalar(wanted.where(Capa.site == site, ExchangeHead.customer_reference == reference).with_for_update(of=Capa))


def suggested(session: Session, capa: Capa) -> Reading | None:
    """What the customer's last report says, where one was taken: begins the forms of disciplines that are still empty."""
    head = session.get(ExchangeHead, capa.id)
    complete = head is not None and {"parts", "customerContact", "customerComplaintId"} <= head.document.get("header", {}).keys()
    return reading_of(head.document) if head is not None and complete else None
