"""Reading rises and a site's parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kesu_common.i18n import N_
from kesu_common.people.actors import Actor
from kesu_common.people.copies import site_of
from kesu_common.queries import record_of, records
from kesu_intake.complaints.model import Complaint
from kesu_intake.copies.model import KnownCapa
from kesu_intake.permissions import READ
from kesu_intake.radar.model import RadarParameters, Rise
from kesu_intake.radar.rates import DEFAULTS, Parameters

SORTS = {"created_at": Rise.created_at, "number": Rise.number}
FILTERS = {"state": Rise.state, "site": Rise.site, "by": Rise.by, "product": Rise.product}
WORDS = (Rise.number, Rise.product, Rise.value, Rise.name_zh, Rise.name_en)


def rise_of(session: Session, actor: Actor, number: str, lock: bool = False) -> Rise:
    """The rise with that number, if the actor may know of it. Raises `NotFound`. Commands lock it."""
    return record_of(session, actor, READ, Rise, number, N_("There is no rise “%(number)s”."), lock=lock)


def rises(actor: Actor, args: Mapping[str, Any]) -> Select[Any]:
    """The list: filtered by `FILTERS` and `q`."""
    return records(actor, READ, Rise, args, FILTERS, WORDS)


def complaints_of(session: Session, rise: Rise) -> Sequence[Complaint]:
    """The complaints of a rise, oldest first."""
    return session.scalars(select(Complaint).where(Complaint.number.in_(rise.complaints)).order_by(Complaint.received_at)).all()


def customers_of(session: Session, rise: Rise) -> list[tuple[str, str]]:
    """The numbers of a rise's complaints with their customers' codes."""
    wanted = select(Complaint.number, Complaint.customer_code).where(Complaint.number.in_(rise.complaints))
    return [(row.number, row.customer_code) for row in session.execute(wanted.order_by(Complaint.received_at, Complaint.number))]


def capas_of_rise(session: Session, rise: Rise) -> Sequence[str]:
    """The corrective actions that its complaints have led to, as far as capa has told."""
    return session.scalars(
        select(KnownCapa.number).where(KnownCapa.complaint_number.in_(rise.complaints)).distinct().order_by(KnownCapa.number)
    ).all()


def parameters_of(session: Session, site: str) -> Parameters:
    """How a site looks for rises: its own parameters, else `DEFAULTS`. Raises `Invalid` for an unknown site."""
    own = session.get(RadarParameters, site_of(session, site).code)
    return DEFAULTS if own is None else Parameters(**{one.name: getattr(own, one.name) for one in fields(Parameters)})
