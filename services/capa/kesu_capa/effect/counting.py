"""Counting what the effect is judged by: complaints that were our fault, units and lots delivered, from what others have told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from kesu_capa.capas.model import Capa
from kesu_capa.copies.model import KnownComplaint, KnownDelivery, KnownVerdict
from kesu_common.people.copies import site_of


@dataclass(frozen=True)
class Counts:
    """From one day up to, without, another: complaints of our fault, units delivered, lots delivered first then, failing ones of these."""

    begin: date
    end: date
    events: int
    units: Decimal
    lots: int
    failing: int


@dataclass(frozen=True)
class Month:
    """What happened in a month, `YYYY-MM`."""

    month: str
    events: int
    units: Decimal


def counts_of(session: Session, capa: Capa, zone: ZoneInfo, begin: date, end: date) -> Counts:
    """The counts of the report's product and defect. A lot belongs to the time in which its first delivery lies."""
    units = session.scalar(_delivered(select(func.sum(KnownDelivery.quantity)), capa, begin, end))
    lots, failing = _lots(session, capa, begin, end)
    return Counts(begin, end, len(complaints(session, capa, zone, begin, end)), units or Decimal(0), lots, failing)


def complaints(session: Session, capa: Capa, zone: ZoneInfo, begin: date, end: date) -> Sequence[date]:
    """The days on which complaints of the product came in that were our fault, of the report's defect if it has one."""
    first, last = (datetime.combine(day, time(), zone) for day in (begin, end))
    wanted = (
        select(KnownComplaint.received_at)
        .join(KnownVerdict, KnownVerdict.complaint == KnownComplaint.number)
        .where(KnownComplaint.received_at >= first, KnownComplaint.received_at < last, *_ours(capa))
    )
    return [at.astimezone(zone).date() for at in session.scalars(wanted) if at is not None]


def months_of(session: Session, capa: Capa, zone: ZoneInfo, begin: date, end: date) -> list[Month]:
    """Month by month, without those in which nothing happened."""
    events = Counter(f"{day:%Y-%m}" for day in complaints(session, capa, zone, begin, end))
    month = func.to_char(KnownDelivery.delivered_on, "YYYY-MM")
    wanted = _delivered(select(month, func.sum(KnownDelivery.quantity)), capa, begin, end).group_by(month)
    units: dict[str, Decimal] = {name: quantity for name, quantity in session.execute(wanted).all()}  # noqa: C416  # rows are no pairs
    return [Month(name, events.get(name, 0), units.get(name, Decimal(0))) for name in sorted({*events, *units})]


def zone_of(session: Session, capa: Capa) -> ZoneInfo:
    """The zone whose days count."""
    return ZoneInfo(site_of(session, capa.site).timezone)


def _ours(capa: Capa) -> tuple[Any, ...]:
    same = (KnownComplaint.site == capa.site, KnownComplaint.product == capa.product, ~KnownComplaint.withdrawn)
    ours = (*same, KnownVerdict.verdict == "ours")
    return (*ours, KnownVerdict.defect_code == capa.defect_code) if capa.defect_code else ours


def _delivered(statement: Select[Any], capa: Capa, begin: date, end: date) -> Select[Any]:
    within = (KnownDelivery.delivered_on >= begin, KnownDelivery.delivered_on < end)
    return statement.where(KnownDelivery.site == capa.site, KnownDelivery.product == capa.product, *within)


def _lots(session: Session, capa: Capa, begin: date, end: date) -> tuple[int, int]:
    """How many lots were delivered first then, and of how many of them somebody has complained since."""
    known = (KnownDelivery.site == capa.site, KnownDelivery.product == capa.product, KnownDelivery.lot.is_not(None))
    first = func.min(KnownDelivery.delivered_on)
    lots = select(KnownDelivery.lot).where(*known).group_by(KnownDelivery.lot).having(and_(first >= begin, first < end)).subquery()
    failing = exists(
        select(KnownComplaint.number)
        .join(KnownVerdict, KnownVerdict.complaint == KnownComplaint.number)
        .where(KnownComplaint.lot == lots.c.lot, *_ours(capa))
    )
    whole, bad = session.execute(select(func.count(), func.count().filter(failing)).select_from(lots)).one()
    return int(whole), int(bad)
