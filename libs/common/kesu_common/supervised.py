"""Threads that are started again when they fail."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from kesu_common.metrics import Metrics

BACK_OFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before the first, second, … new start in a row."""

WELL_AGAIN = 60.0
"""Seconds after which a thread that ran is no longer blamed for earlier failures."""

_log = logging.getLogger(__name__)


class Supervised:
    """One thread that calls `work(stop)` until `stop` is set. A failure is logged, counted, and followed by a new start with back-off."""

    def __init__(self, name: str, work: Callable[[threading.Event], None], stop: threading.Event, metrics: Metrics) -> None:
        self.name = name
        self.work = work
        self.stop = stop
        self.metrics = metrics
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def join(self, timeout: float) -> bool:
        """Wait for its end; whether it came within `timeout` seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        """Whether the thread runs (or waits for its new start)."""
        return self._thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while not self.stop.is_set():
            started = time.monotonic()
            try:
                self.work(self.stop)
            except Exception as error:
                if time.monotonic() - started > WELL_AGAIN:
                    failures = 0
                pause = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
                failures += 1
                self.metrics.thread_crashes.labels(self.name).inc()
                if failures == 1:
                    _log.exception("%s failed; starting again in %s s", self.name, pause)
                else:  # most likely the same again: a server that is down would fill the log
                    _log.error("%s failed again (%s: %s); starting again in %s s", self.name, type(error).__name__, error, pause)
                self.stop.wait(pause)
