"""Work that the clock causes: jobs that every worker runs again and again. Several workers may run one at the same time: jobs allow it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kesu_common.runtime import Runtime

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`function(runtime)` is called every `every` seconds; it opens its own transactions and may be called twice at the same time."""

    name: str
    every: float
    function: Callable[[Runtime], object]


class Clockwork:
    """Runs jobs, one after the other, each when its time has come. One that fails is logged, counted and tried again at its next time."""

    def __init__(self, runtime: Runtime, jobs: Sequence[Job]) -> None:
        self.runtime = runtime
        self.jobs = tuple(jobs)
        self._next = dict.fromkeys(self.jobs, 0.0)

    def run(self, stop: threading.Event) -> None:
        """Run jobs until `stop`; all of them once at the start."""
        while not stop.is_set():
            for job in self.jobs:
                if time.monotonic() >= self._next[job] and not stop.is_set():
                    self._next[job] = time.monotonic() + job.every
                    self._call(job)
            stop.wait(max(0.05, min(self._next.values(), default=1.0) - time.monotonic()))

    def _call(self, job: Job) -> None:
        try:
            job.function(self.runtime)
        except Exception:
            self.runtime.metrics.thread_crashes.labels(f"job:{job.name}").inc()
            _log.exception("job %s failed; next try in %s s", job.name, job.every)
