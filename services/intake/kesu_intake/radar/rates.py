"""When counts of complaints have risen: an exact comparison of two Poisson rates, and a CUSUM over the weeks.

Counts of independent rare events are Poisson. Under an unchanged rate the complaints of window and baseline together fall into the window
with the share that it has of the time: `probability` is the binomial tail of that (Przyborowski & Wilenski, Biometrika 31, 1940). The CUSUM
adds up what each week has above a reference between the accustomed and the doubled rate (Lucas, Technometrics 27, 1985), and so also
sees a slow rise that no single window shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """How a site looks for rises; weeks are whole, `probability` is the greatest at which chance is ruled out."""

    window_weeks: int = 4
    baseline_weeks: int = 26
    least: int = 5
    """Complaints in the window below which nothing is proposed."""
    probability: float = 0.001
    ratio: float = 1.5
    """How many times the accustomed rate the window must show: what is certain may still not matter."""
    cusum_limit: float = 6.0
    """Decision interval of the CUSUM, in complaints."""


DEFAULTS = Parameters()


@dataclass(frozen=True)
class Finding:
    """What the counts say: complaints in the window, how many were to be expected, and by which of the two it is a rise (if it is one)."""

    observed: int
    expected: float
    probability: float
    cusum: float
    found_by: str | None


def judge(weekly: Sequence[int], parameters: Parameters) -> Finding:
    """Judge weekly counts, oldest first, whose last `window_weeks` are the window and the others the baseline."""
    width = parameters.window_weeks
    before, window = weekly[:-width], weekly[-width:]
    observed, known = sum(window), sum(before)
    # Half a complaint stands for what a baseline of nothing does not show: a rate of exactly zero is never known.
    rate = max(known, 0.5) / max(len(before), 1)
    expected = rate * width
    probability = rate_probability(observed, width, known, len(before))
    height = cusum(window, rate)
    enough = observed >= parameters.least and observed >= parameters.ratio * expected
    by = [name for name, met in (("poisson", probability <= parameters.probability), ("cusum", height >= parameters.cusum_limit)) if met]
    found = ("both" if len(by) == 2 else by[0]) if enough and by else None
    return Finding(observed, expected, probability, height, found)


def rate_probability(observed: int, time: float, known: int, known_time: float) -> float:
    """The chance of at least `observed` of all events falling into `time` if the rate were that of `known_time` as well."""
    share = time / (time + known_time)
    return binomial_tail(observed, observed + known, share)


def binomial_tail(least: int, trials: int, share: float) -> float:
    """P(X ≥ least) of a binomial distribution; summed in logarithms, so that large counts neither overflow nor vanish."""
    if least <= 0:
        return 1.0
    if share >= 1.0:
        return 1.0 if least <= trials else 0.0
    ways, total = math.lgamma(trials + 1), 0.0
    for k in range(least, trials + 1):
        log = ways - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * math.log(share) + (trials - k) * math.log1p(-share)
        total += (term := math.exp(log))
        if term < total * 1e-17 and k > trials * share:
            break  # what follows is smaller still
    return min(1.0, total)


def reference(accustomed: float, raised: float) -> float:
    """Lucas' reference value k = (μd − μa) / (ln μd − ln μa) of a Poisson CUSUM that shall tell `raised` from `accustomed`."""
    return (raised - accustomed) / (math.log(raised) - math.log(accustomed))


def cusum(counts: Sequence[int], accustomed: float) -> float:
    """The upper CUSUM at the end of the counts, begun at zero, against a doubled rate: S = max(0, S + count − k)."""
    k = reference(accustomed, 2 * accustomed)
    height = 0.0
    for count in counts:
        height = max(0.0, height + count - k)
    return height
