"""The effect of one corrective action in figures: how often its product and defect was complained of, before and after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kesu_capa.actions.queries import actions_of
from kesu_capa.capas.model import Capa
from kesu_capa.effect import rates, shares
from kesu_capa.effect.counting import Counts, Month, counts_of, months_of, zone_of
from kesu_common import clock

BEFORE = timedelta(days=365)
"""The year before the report was opened, and that day, is what the time after the actions is compared with."""
JUDGEMENTS = ("better", "worse", "untold")
"""Proven to be rarer; proven to be more frequent; not to be told from so few."""


@dataclass(frozen=True)
class Period:
    """What is counted in a time, and its rate: complaints per unit, or failing lots per lot, with its 90 % interval; `None` for none."""

    begin: date
    end: date
    events: int
    units: Decimal
    lots: int
    failing: int
    rate: float | None
    low: float | None
    high: float | None

    @property
    def per_million(self) -> float | None:
        """Complaints per million units; `None` when nothing was delivered."""
        return float(self.events / self.units * 1_000_000) if self.units else None


@dataclass(frozen=True)
class Effect:
    """Before and after, and what follows. `after` and what depends on it are `None` until all actions are done and something was delivered.

    `basis` says what is compared: complaints per delivered unit (`units`), or the share of failing lots (`lots`). `p` is how probable so
    few are if nothing had changed; `ratio` the rate after ÷ before with its 90 % interval (of lots: the odds); `to_tell` how many units
    (or lots) without a further complaint would prove the effect.
    """

    product: str
    defect_code: str | None
    basis: str
    before: Period
    after: Period | None
    judgement: str
    p: float | None
    ratio: float | None
    low: float | None
    high: float | None
    to_tell: float | None
    months: Sequence[Month]

    @property
    def units_to_tell(self) -> float | None:
        """`to_tell` where units are compared."""
        return self.to_tell if self.basis == "units" else None

    def reached(self, until: str, today: date) -> float:
        """How much of what the criterion waits for is there: units, lots, or days since the last action."""
        if self.after is None:
            return 0.0
        if until == "days":
            return float((today - self.after.begin).days + 1)
        return float(self.after.units if until == "units" else self.after.lots)


def effect_of(session: Session, capa: Capa, basis: str | None = None) -> Effect | None:
    """The figures, from what intake, quality and returns have told; `None` for a report without a product.

    A complaint counts by the day on which it came in, a delivery by its own day: what was delivered long before is complained of late, so
    the figures are fair to an action only after a while. `basis` looks at it another way than the report's criterion does.
    """
    if not capa.product:
        return None
    way = basis or capa.effect_basis
    zone = zone_of(session, capa)
    opened, today = capa.created_at.astimezone(zone).date(), clock.now().astimezone(zone).date()
    before = counts_of(session, capa, zone, opened - BEFORE, opened + timedelta(days=1))
    done = done_on(session, capa, zone)
    after = counts_of(session, capa, zone, done + timedelta(days=1), today + timedelta(days=1)) if done else None
    compared = (_units if way == "units" else _lots)(before, after)
    return Effect(
        product=capa.product,
        defect_code=capa.defect_code,
        basis=way,
        before=_period(before, way),
        after=_period(after, way) if after else None,
        months=months_of(session, capa, zone, before.begin, today + timedelta(days=1)),
        **compared.__dict__,
    )


def done_on(session: Session, capa: Capa, zone: ZoneInfo) -> date | None:
    """The day on which the last of the actions was done; `None` while one is open, or none was done."""
    actions = actions_of(session, capa)
    if any(action.state == "open" for action in actions):
        return None
    return max((action.done_at.astimezone(zone).date() for action in actions if action.done_at), default=None)


@dataclass(frozen=True)
class _Compared:
    judgement: str = "untold"
    p: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    to_tell: float | None = None


def _units(before: Counts, after: Counts | None) -> _Compared:
    known = (before.events, float(before.units))
    seen = after.events if after is not None and after.units and before.units else 0
    to_tell = rates.units_to_tell(*known, seen) if before.units else None
    if after is None or not after.units or not before.units:
        return _Compared(to_tell=to_tell)
    table = (*known, after.events, float(after.units))
    low, high = rates.ratio_interval(*table)
    ratio = after.events / table[3] / (before.events / known[1]) if before.events else None
    return _judged(rates.fewer(*table), rates.more(*table), ratio, low, high, to_tell)


def _lots(before: Counts, after: Counts | None) -> _Compared:
    seen = after.failing if after is not None and after.lots and before.lots else 0
    to_tell = shares.lots_to_tell(before.failing, before.lots, seen) if before.lots else None
    if after is None or not after.lots or not before.lots:
        return _Compared(to_tell=to_tell)
    table = (before.failing, before.lots, after.failing, after.lots)
    low, high = shares.odds_interval(*table)
    ratio = after.failing / after.lots / (before.failing / before.lots) if before.failing else None
    return _judged(shares.fewer(*table), shares.more(*table), ratio, low, high, to_tell)


def _judged(fewer: float, more: float, ratio: float | None, low: float, high: float, to_tell: float | None) -> _Compared:
    judgement = "better" if fewer <= rates.ALPHA else "worse" if more <= rates.ALPHA else "untold"
    return _Compared(judgement, fewer, ratio, low, high if math.isfinite(high) else None, to_tell)


def _period(counts: Counts, basis: str) -> Period:
    rate = low = high = None
    if basis == "units" and counts.units:
        rate, (low, high) = counts.events / float(counts.units), rates.rate_interval(counts.events, float(counts.units))
    elif basis == "lots" and counts.lots:
        rate, (low, high) = counts.failing / counts.lots, shares.share_interval(counts.failing, counts.lots)
    return Period(**counts.__dict__, rate=rate, low=low, high=high)
