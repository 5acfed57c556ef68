"""A share of few, told honestly: with its number, its interval, and a caution where it says little."""

from __future__ import annotations

from dataclasses import dataclass

from kesu_capa.effect.shares import share_interval

FEW = 20
"""Below so many, one case more or less changes the share by more than five points."""


@dataclass(frozen=True)
class Share:
    """`good` of `n`."""

    good: int
    n: int

    @property
    def share(self) -> float | None:
        """The share; `None` of nothing."""
        return self.good / self.n if self.n else None

    @property
    def low(self) -> float | None:
        """Lower end of its exact 95 % interval (Clopper and Pearson)."""
        return share_interval(self.good, self.n, 0.05)[0] if self.n else None

    @property
    def high(self) -> float | None:
        """Upper end."""
        return share_interval(self.good, self.n, 0.05)[1] if self.n else None

    @property
    def few(self) -> bool:
        """Whether there are too few for the share to mean much."""
        return self.n < FEW
