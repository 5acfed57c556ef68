"""When the relay is woken by NOTIFY and when it polls.

A NOTIFY with every transaction is quick for a few facts a second and slows every writer down when there are hundreds. So writers notify
only while the relay's row says `idle`; the relay changes it when its own work shows that the times have changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

POLL_BUSY = 0.02
"""Seconds from one batch to the next: at most fifty a second."""

POLL_IDLE = 2.0
"""Seconds between looks while idle: the net for a wake-up that was lost."""

BUSY_ABOVE = 30
"""Batches in a second above which polling costs less than being woken."""

IDLE_BELOW = 20
"""Fewer facts than this in a second: waking costs less."""


class Pace:
    """Counts batches and facts second by second; `idle` is what the relay's row should say."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.idle = True
        self._clock = clock
        self._since = clock()
        self._batches = 0
        self._facts = 0

    def count(self, facts: int) -> bool:
        """Note one look that found `facts` facts; returns whether `idle` has just changed."""
        self._batches += bool(facts)
        self._facts += facts
        before = self.idle
        if self.idle and (self._batches > BUSY_ABOVE or self._facts > BUSY_ABOVE * 10):
            self.idle = False
        elapsed = self._clock() - self._since
        if elapsed >= 1:
            if not self.idle and self._facts < IDLE_BELOW * elapsed:
                self.idle = True
            self._since += elapsed
            self._batches = self._facts = 0
        return self.idle != before
