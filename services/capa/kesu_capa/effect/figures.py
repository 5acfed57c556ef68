"""The effect of one corrective action in figures: complaints of its product and defect per delivered unit, before and after."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kesu_capa.actions.queries import actions_of
from kesu_capa.capas.model import Capa
from kesu_capa.copies.model import KnownComplaint, KnownDelivery, KnownVerdict
from kesu_capa.effect.rates import ALPHA, fewer, more, ratio_interval, units_to_tell
from kesu_common import clock
from kesu_common.people.copies import site_of

BEFORE = timedelta(days=365)
"""The year before the report was opened is what the time after the actions is compared with."""
JUDGEMENTS = ("better", "worse", "untold")
"""Proven to be rarer; proven to be more frequent; not to be told from so few."""


@dataclass(frozen=True)
class Period:
    """From one day up to, without, another: complaints that were our fault, and units delivered."""

    begin: date
    end: date
    events: int
    units: Decimal

    @property
    def per_million(self) -> float | None:
        """Complaints per million units; `None` when nothing was delivered."""
        return float(self.events / self.units * 1_000_000) if self.units else None


@dataclass(frozen=True)
class Month:
    """What happened in a month, `YYYY-MM`."""

    month: str
    events: int
    units: Decimal


@dataclass(frozen=True)
class Effect:
    """Before and after, and what follows. `after` and what depends on it are `None` until all actions are done and something was delivered.

    `p` is how probable so few complaints are if nothing had changed; `ratio` the rate after ÷ before with its 90 % interval;
    `units_to_tell` how many units without a further complaint would prove the effect.
    """

    product: str
    defect_code: str | None
    before: Period
    after: Period | None
    judgement: str
    p: float | None
    ratio: float | None
    low: float | None
    high: float | None
    units_to_tell: float | None
    months: Sequence[Month]


def effect_of(session: Session, capa: Capa) -> Effect | None:
    """The figures, from what intake, quality and returns have told; `None` for a report without a product.

    A complaint counts by the day on which it came in, a delivery by its own day: what was delivered long before is complained of late, so
    the figures are fair to an action only after a while.
    """
    if not capa.product:
        return None
    zone = zone_of(session, capa)
    opened, today = capa.created_at.astimezone(zone).date(), clock.now().astimezone(zone).date()
    before = _period(session, capa, zone, opened - BEFORE, opened)
    done = done_on(session, capa, zone)
    after = _period(session, capa, zone, done + timedelta(days=1), today + timedelta(days=1)) if done else None
    known = (before.events, float(before.units))
    judgement, p, ratio, low, high, seen = "untold", None, None, None, None, 0
    if after is not None and after.units and before.units:
        seen, units = after.events, float(after.units)
        p = fewer(*known, seen, units)
        judgement = "better" if p <= ALPHA else "worse" if more(*known, seen, units) <= ALPHA else "untold"
        low, most = ratio_interval(*known, seen, units)
        high = most if math.isfinite(most) else None
        ratio = None if not before.events else seen / units / (before.events / known[1])
    return Effect(
        product=capa.product,
        defect_code=capa.defect_code,
        before=before,
        after=after,
        judgement=judgement,
        p=p,
        ratio=ratio,
        low=low,
        high=high,
        units_to_tell=units_to_tell(*known, seen) if before.units else None,
        months=_months(session, capa, zone, before.begin, today + timedelta(days=1)),
    )


def zone_of(session: Session, capa: Capa) -> ZoneInfo:
    """The zone whose days count."""
    return ZoneInfo(site_of(session, capa.site).timezone)


def done_on(session: Session, capa: Capa, zone: ZoneInfo) -> date | None:
    """The day on which the last of the actions was done; `None` while one is open, or none was done."""
    actions = actions_of(session, capa)
    if any(action.state == "open" for action in actions):
        return None
    return max((action.done_at.astimezone(zone).date() for action in actions if action.done_at), default=None)


def _period(session: Session, capa: Capa, zone: ZoneInfo, begin: date, end: date) -> Period:
    units = session.scalar(_delivered(select(func.sum(KnownDelivery.quantity)), capa, begin, end))
    return Period(begin, end, len(_complaints(session, capa, zone, begin, end)), units or Decimal(0))


def _complaints(session: Session, capa: Capa, zone: ZoneInfo, begin: date, end: date) -> Sequence[date]:
    """The days on which complaints of the product came in that were our fault, of the report's defect if it has one."""
    first, last = (datetime.combine(day, time(), zone) for day in (begin, end))
    wanted = (
        select(KnownComplaint.received_at)
        .join(KnownVerdict, KnownVerdict.complaint == KnownComplaint.number)
        .where(KnownComplaint.site == capa.site, KnownComplaint.product == capa.product, ~KnownComplaint.withdrawn)
        .where(KnownComplaint.received_at >= first, KnownComplaint.received_at < last, KnownVerdict.verdict == "ours")
    )
    if capa.defect_code:
        wanted = wanted.where(KnownVerdict.defect_code == capa.defect_code)
    return [at.astimezone(zone).date() for at in session.scalars(wanted) if at is not None]


def _delivered(statement: Select[Any], capa: Capa, begin: date, end: date) -> Select[Any]:
    within = (KnownDelivery.delivered_on >= begin, KnownDelivery.delivered_on < end)
    return statement.where(KnownDelivery.site == capa.site, KnownDelivery.product == capa.product, *within)


def _months(session: Session, capa: Capa, zone: ZoneInfo, begin: date, end: date) -> list[Month]:
    events = Counter(f"{day:%Y-%m}" for day in _complaints(session, capa, zone, begin, end))
    month = func.to_char(KnownDelivery.delivered_on, "YYYY-MM")
    wanted = _delivered(select(month, func.sum(KnownDelivery.quantity)), capa, begin, end).group_by(month)
    units: dict[str, Decimal] = {name: quantity for name, quantity in session.execute(wanted).all()}  # noqa: C416  # rows are no pairs
    return [Month(name, events.get(name, 0), units.get(name, Decimal(0))) for name in sorted({*events, *units})]
