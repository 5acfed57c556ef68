"""The receiver: takes facts from the bus, stores them, commits, and only then acknowledges. The work happens from the inbox."""

from __future__ import annotations

import logging
import threading

from kesu_common.bus import BusError, Subscription
from kesu_common.inbox.store import read, store
from kesu_common.runtime import Runtime

WAIT = 0.5
"""Seconds to wait for a fact before looking whether to stop."""

BACK_OFF = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds to leave the bus alone after its first, second, … error in a row."""

_log = logging.getLogger(__name__)


class Receiver:
    """One receiver of a service; several may run. `arrived` is set whenever something new is in the inbox."""

    def __init__(self, runtime: Runtime, subscription: Subscription, arrived: threading.Event) -> None:
        self.runtime = runtime
        self.subscription = subscription
        self.arrived = arrived

    def run(self, stop: threading.Event) -> None:
        """Receive until `stop`. Raises database errors: nothing was acknowledged then, so everything is delivered once more."""
        errors = 0
        try:
            while not stop.is_set():
                try:
                    self.step(WAIT)
                    errors = 0
                except BusError as error:
                    pause = BACK_OFF[min(errors, len(BACK_OFF) - 1)]
                    errors += 1
                    _log.warning("the bus does not give facts (%s); next try in %s s", error, pause)
                    stop.wait(pause)
        finally:
            self.subscription.close()

    def step(self, wait: float) -> int:
        """Receive, store and acknowledge one batch; returns the number of facts received."""
        bodies = self.subscription.receive(wait)
        if not bodies:
            return 0
        received = [row for row in (read(body, self.runtime.service) for body in bodies) if row is not None]
        if received:
            with self.runtime.database.transaction() as session:
                store(session, received)
            self.arrived.set()
        self.subscription.acknowledge()
        return len(bodies)
