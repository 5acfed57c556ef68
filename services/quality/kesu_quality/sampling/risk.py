"""How likely a plan accepts a lot (接收概率): exact, by the hypergeometric distribution."""

from __future__ import annotations

import math
from decimal import Decimal

CONSUMERS_RISK = Decimal("0.10")
"""ISO 2859-2: the probability of accepting a lot of limiting quality is usually below this."""


def accepts(lot_size: int, bad: int, n: int, ac: int) -> Decimal:
    """The probability that at most `ac` of `n` pieces are bad, drawn without putting back from a lot with `bad` ones."""
    ways = sum(math.comb(bad, found) * math.comb(lot_size - bad, n - found) for found in range(min(ac, bad, n) + 1))
    return Decimal(ways) / Decimal(math.comb(lot_size, n))


def smallest_without_bad(lot_size: int, quality: Decimal) -> int:
    """The smallest sample that, accepting none bad, lets a lot with this share of bad pieces pass with at most the consumer's risk."""
    bad = math.ceil(lot_size * quality)
    return next((n for n in range(1, lot_size) if accepts(lot_size, bad, n, 0) <= CONSUMERS_RISK), lot_size)
