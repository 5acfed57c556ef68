"""What a criterion could tell, before it is chosen: the chance that so much exposure proves the effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kesu_capa.effect import rates, shares
from kesu_capa.effect.figures import BEFORE, Effect, Period

LEFT = (0.0, 0.1, 0.5)
"""For these shares of the rate before, the chance is shown."""
_LARGEST = 100_000
"""Lots beyond which the chance of shares is not worked out any more: it would be certain."""


class Chance(NamedTuple):
    """If this share of the rate before is left, the chance that the figures prove the effect."""

    left: float
    chance: float


@dataclass(frozen=True)
class Preview:
    """The exposure (units or lots) that the criterion waits for, whether it is only `estimated` by the year before, and the chances."""

    exposure: float
    estimated: bool
    to_tell: float | None
    chances: Sequence[Chance]


def preview_of(effect: Effect, until: str, amount: Decimal) -> Preview:
    """What waiting for `amount` of `until` could tell. No chances when there is nothing to compare with."""
    before = effect.before
    exposure = _exposure(before, effect.basis, until, float(amount))
    if effect.basis == "units":
        found = [Chance(left, rates.power(before.events, float(before.units), exposure, left)) for left in LEFT if before.units]
    else:
        lots = min(int(exposure), _LARGEST)
        found = [Chance(left, shares.power(before.failing, before.lots, lots, left)) for left in LEFT if before.lots]
    return Preview(exposure, until != effect.basis, effect.to_tell, found if exposure > 0 else [])


def _exposure(before: Period, basis: str, until: str, amount: float) -> float:
    had = {"units": float(before.units), "lots": float(before.lots), "days": float(BEFORE.days)}
    return amount if until == basis else had[basis] / had[until] * amount if had[until] else 0.0
