"""Comparing two rates of rare events exactly: complaints per delivered unit, before and after.

Events of the same kind in two periods are Poisson; given how many there are in all, those of the later period are binomial
(Przyborowski and Wilenski, Biometrika 31, 1940). Nothing is approximated: the figures hold for the small numbers that complaints are.
"""

from __future__ import annotations

import math
from collections.abc import Callable

ALPHA = 0.05
"""How probable a mistake may be when an action is called effective."""
_MOST = 1e12


def fewer(before: int, units_before: float, after: int, units_after: float) -> float:
    """How probable so few events or fewer are after, if the rate had stayed as it was before (one-sided p). Units are positive."""
    return at_most(after, before + after, units_after / (units_before + units_after))


def more(before: int, units_before: float, after: int, units_after: float) -> float:
    """How probable so many events or more are after, if the rate had stayed as it was."""
    return at_most(before, before + after, units_before / (units_before + units_after))


def ratio_interval(before: int, units_before: float, after: int, units_after: float, alpha: float = 2 * ALPHA) -> tuple[float, float]:
    """The rate after ÷ the rate before lies between these two with probability 1 - `alpha` (Clopper and Pearson, 1934).

    By default each end is where the one-sided test just finds an effect.
    """
    whole = before + after
    low = 0.0 if after == 0 else solve(lambda p: 1 - at_most(after - 1, whole, p) - alpha / 2)
    high = 1.0 if before == 0 else solve(lambda p: alpha / 2 - at_most(after, whole, p))
    return tuple(math.inf if p == 1 else p / (1 - p) * units_before / units_after for p in (low, high))  # type: ignore[return-value]


def units_to_tell(before: int, units_before: float, after: int = 0, alpha: float = ALPHA) -> float | None:
    """With how many units after, and no event more than these, the action would be proven: the power that there is.

    `None` when nothing could prove it: there was no event before, or there is no end to it.
    """
    if before == 0:
        return None
    enough = units_before
    while fewer(before, units_before, after, enough) > alpha:
        enough *= 2
        if enough > _MOST:
            return None
    low, high = 0.0, enough
    while high - low > max(1e-9 * high, 1e-9):
        middle = (low + high) / 2
        if fewer(before, units_before, after, middle) > alpha:
            low = middle
        else:
            high = middle
    return high


def rate_interval(events: int, units: float, alpha: float = 2 * ALPHA) -> tuple[float, float]:
    """Events per unit lie between these two with probability 1 - `alpha` (Garwood, Biometrika 28, 1936). Units are positive."""
    most = 1.0
    while at_most_of_poisson(events, most) > alpha / 2:
        most *= 2
    high = most * solve(lambda share: alpha / 2 - at_most_of_poisson(events, most * share))
    low = 0.0 if events == 0 else most * solve(lambda share: 1 - at_most_of_poisson(events - 1, most * share) - alpha / 2)
    return low / units, high / units


def power(before: int, units_before: float, units_after: float, left: float) -> float:
    """The chance that so many units after prove the effect, if of the rate before only the share `left` is left (0: none)."""
    most = most_that_prove(lambda after: fewer(before, units_before, after, units_after), before + int(before * units_after / units_before))
    return at_most_of_poisson(most, before / units_before * units_after * left) if most >= 0 else 0.0


def most_that_prove(p: Callable[[int], float], most: int) -> int:
    """The largest number up to `most` with p ≤ `ALPHA`, where p rises with it; -1 when there is none."""
    low, high = -1, most + 1
    while high - low > 1:
        middle = (low + high) // 2
        if p(middle) <= ALPHA:
            low = middle
        else:
            high = middle
    return low


def at_most_of_poisson(k: int, mean: float) -> float:
    """P(X ≤ k) of a Poisson X with this mean."""
    if mean <= 0:
        return 1.0
    return min(1.0, math.fsum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k + 1)))


def at_most(k: int, n: int, p: float) -> float:
    """P(X ≤ k) of a binomial X."""
    if k >= n or p <= 0:
        return 1.0
    if p >= 1:
        return 0.0
    logs = (math.log(p), math.log1p(-p))
    whole = math.lgamma(n + 1)
    terms = (math.exp(whole - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * logs[0] + (n - i) * logs[1]) for i in range(k + 1))
    return min(1.0, math.fsum(terms))


def solve(rising: Callable[[float], float]) -> float:
    """Where a function that rises from below to above zero between 0 and 1 crosses it."""
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
