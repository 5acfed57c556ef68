"""Whether a difference from one year to the next is more than chance (clause 4.2.1.5): two shares, two means.

Shares: the pooled z test, or, where an expected count is below five, Fisher's exact test (R. A. Fisher, “The design of experiments”,
1935; two-sided: all tables at most as likely as the one found). Means: B. L. Welch, Biometrika 34 (1947) 28-35, which does not assume
equal variances; degrees of freedom by Satterthwaite (1946).
"""

from __future__ import annotations

from math import erfc, exp, lgamma, log, sqrt

SIGNIFICANT = 0.05
_SMALL = 5


def p_of_shares(hits: int, n: int, hits_before: int, n_before: int) -> float | None:
    """The two-sided p value of the hypothesis that both shares are the same; `None` where one is a share of nothing."""
    if not n or not n_before:
        return None
    pooled = (hits + hits_before) / (n + n_before)
    if min(share * size for share in (pooled, 1 - pooled) for size in (n, n_before)) < _SMALL:
        return _fisher(hits, n, hits_before, n_before)
    z = (hits / n - hits_before / n_before) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_before))
    return erfc(abs(z) / sqrt(2))


def p_of_means(mean: float, variance: float, n: int, mean_before: float, variance_before: float, n_before: int) -> float | None:
    """The two-sided p value of Welch's test from means, sample variances and sizes; `None` below two values or without spread."""
    if min(n, n_before) < 2:
        return None
    one, other = variance / n, variance_before / n_before
    if one + other == 0:
        return None
    t = (mean - mean_before) / sqrt(one + other)
    freedom = (one + other) ** 2 / (one**2 / (n - 1) + other**2 / (n_before - 1))
    return _beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def _fisher(hits: int, n: int, hits_before: int, n_before: int) -> float:
    both, everyone = hits + hits_before, n + n_before
    fixed = _log_choose(everyone, both)
    weights = {
        x: exp(_log_choose(n, x) + _log_choose(n_before, both - x) - fixed) for x in range(max(0, both - n_before), min(n, both) + 1)
    }
    return min(1.0, sum(weight for weight in weights.values() if weight <= weights[hits] * (1 + 1e-9)))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b): the two-sided tail of Student's t (Abramowitz & Stegun 26.5.8, 26.7.1)."""
    if x <= 0.0 or x >= 1.0:
        return min(1.0, max(0.0, x))
    if x > (a + 1) / (a + b + 2):  # where the fraction converges slowly
        return 1 - _beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front / _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """1 + d1/(1 + d2/(1 + …)), from the far end: what lies beyond 300 terms is below any digit that is shown."""
    value = 1.0
    for step in range(300, 0, -1):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        value = 1 + term / value
    return value
