"""The interval of a share.

E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, JASA 22 (1927) 209–212; without continuity correction.
It stays within 0 and 1 and is honest for few answers, where the textbook interval is not.
"""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution: a two-sided interval of 95 %."""


def wilson_interval(hits: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """(low, high) of the share `hits / n`, each within 0 … 1. Raises `ValueError` unless 0 ≤ hits ≤ n and n > 0."""
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"no share: {hits} of {n}")
    share, spread = hits / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / n + spread / (4 * n))
    return (0.0 if hits == 0 else max(0.0, middle - half), 1.0 if hits == n else min(1.0, middle + half))
