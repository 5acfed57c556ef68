"""Comparing two shares of few lots exactly: lots of which somebody complained among those delivered, before and after.

Given how many lots failed in all, those of the later period are hypergeometric (Fisher's exact test, 1935; its conditional interval of the
odds ratio as in Cornfield, 1956). A lot either fails or not, however many complaints it brings.
"""

from __future__ import annotations

import math
from functools import lru_cache

from kesu_capa.effect.rates import ALPHA, at_most, most_that_prove, solve

_MOST = 1_000_000


def fewer(failing: int, lots: int, failing_after: int, lots_after: int) -> float:
    """How probable so few failing lots or fewer are after, if their share had stayed as it was before (one-sided p)."""
    return _at_most(failing_after, failing, lots, failing_after, lots_after, 0.0)


def more(failing: int, lots: int, failing_after: int, lots_after: int) -> float:
    """How probable so many failing lots or more are after, if their share had stayed as it was."""
    return _at_least(failing, lots, failing_after, lots_after, 0.0)


def odds_interval(failing: int, lots: int, failing_after: int, lots_after: int, alpha: float = 2 * ALPHA) -> tuple[float, float]:
    """The odds of failing after ÷ before lie between these two with probability 1 - `alpha`."""
    low, high = _span(failing, lots, failing_after, lots_after)
    table = (failing, lots, failing_after, lots_after)
    least = 0.0 if failing_after == low else _odds(solve(lambda at: _at_least(*table, _log(at)) - alpha / 2))
    most = math.inf if failing_after == high else _odds(solve(lambda at: alpha / 2 - _at_most(failing_after, *table, _log(at))))
    return least, most


def share_interval(failing: int, lots: int, alpha: float = 2 * ALPHA) -> tuple[float, float]:
    """The share of failing lots lies between these two with probability 1 - `alpha` (Clopper and Pearson, 1934). Lots are positive."""
    low = 0.0 if failing == 0 else solve(lambda p: 1 - at_most(failing - 1, lots, p) - alpha / 2)
    high = 1.0 if failing == lots else solve(lambda p: alpha / 2 - at_most(failing, lots, p))
    return low, high


def lots_to_tell(failing: int, lots: int, failing_after: int = 0, alpha: float = ALPHA) -> int | None:
    """With how many lots after, and none failing but these, the action would be proven. `None` when nothing could prove it."""
    if failing == 0:
        return None
    enough = max(1, failing_after)
    while fewer(failing, lots, failing_after, enough) > alpha:
        enough *= 2
        if enough > _MOST:
            return None
    least = enough // 2
    while enough - least > 1:
        middle = (least + enough) // 2
        if middle < failing_after or fewer(failing, lots, failing_after, middle) > alpha:
            least = middle
        else:
            enough = middle
    return enough


def power(failing: int, lots: int, lots_after: int, left: float) -> float:
    """The chance that so many lots after prove the effect, if of the share before only the part `left` is left (0: none)."""
    most = most_that_prove(lambda after: fewer(failing, lots, after, lots_after), lots_after)
    return at_most(most, lots_after, failing / lots * left) if most >= 0 else 0.0


def _span(failing: int, lots: int, failing_after: int, lots_after: int) -> tuple[int, int]:
    """The least and the most failing lots that there can be after, given the numbers of lots and of failing ones in all."""
    whole = failing + failing_after
    return max(0, whole - lots), min(whole, lots_after)


@lru_cache(maxsize=256)
def _weights(whole: int, lots: int, lots_after: int) -> tuple[tuple[int, float], ...]:
    """(failing lots after, logarithm of how many ways there are to it)."""
    low, high = max(0, whole - lots), min(whole, lots_after)
    return tuple((k, _ways(lots_after, k) + _ways(lots, whole - k)) for k in range(low, high + 1))


def _ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _chances(failing: int, lots: int, failing_after: int, lots_after: int, log_odds: float) -> list[tuple[int, float]]:
    logs = [(k, weight + k * log_odds) for k, weight in _weights(failing + failing_after, lots, lots_after)]
    largest = max(log for _, log in logs)
    terms = [(k, math.exp(log - largest)) for k, log in logs]
    total = math.fsum(term for _, term in terms)
    return [(k, term / total) for k, term in terms]


def _at_most(k: int, failing: int, lots: int, failing_after: int, lots_after: int, log_odds: float) -> float:
    return min(1.0, math.fsum(p for n, p in _chances(failing, lots, failing_after, lots_after, log_odds) if n <= k))


def _at_least(failing: int, lots: int, failing_after: int, lots_after: int, log_odds: float) -> float:
    return min(1.0, math.fsum(p for n, p in _chances(failing, lots, failing_after, lots_after, log_odds) if n >= failing_after))


def _odds(at: float) -> float:
    return at / (1 - at) if at < 1 else math.inf


def _log(at: float) -> float:
    return math.log(max(at, 1e-300)) - math.log1p(-min(at, 1 - 1e-16))
