"""The worker of a service: relay, receiver, handlers, catch-up and clock, each in a supervised thread."""

from __future__ import annotations

import logging
import signal
import threading
import time
from functools import partial
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError

from kesu_common.bus import Bus
from kesu_common.catchup.reader import CatchUp
from kesu_common.housekeeping import JOBS
from kesu_common.inbox.handler import Handler
from kesu_common.inbox.receiver import Receiver
from kesu_common.jobs import Clockwork
from kesu_common.journal.relay import Relay
from kesu_common.probes import Probes
from kesu_common.runtime import Runtime
from kesu_common.supervised import Supervised

STOP_SECONDS = 20.0
"""How long threads are given to finish what they have in hand."""

_log = logging.getLogger(__name__)


class Worker:
    """All background work of one service in one process. Any number may run for one service. `start`, `stop`; or `run` until a signal."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.stopping = threading.Event()
        service, settings, metrics = runtime.service, runtime.settings, runtime.metrics
        bus, self._arrived = Bus(settings.bus_url), threading.Event()
        reactions = service.all_reactions
        work = {"relay": Relay(runtime.database, service.name, bus.publisher(), metrics).run}
        if reactions:
            work["receiver"] = Receiver(runtime, bus.subscription(service.name, reactions), self._arrived).run
            work["catch-up"] = CatchUp(runtime, self._arrived).run
            for number in range(settings.handlers):
                work[f"handler-{number}"] = Handler(runtime, self._arrived).run
        work["clock"] = Clockwork(runtime, (*JOBS, *service.jobs)).run
        work |= {name: partial(function, runtime) for name, function in service.threads.items()}
        self.threads = [Supervised(name, function, self.stopping, metrics) for name, function in work.items()]

    def start(self) -> None:
        """Start all threads and return."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let every thread finish what it has in hand, and wait for them. What is left undone is done after the next start."""
        self.stopping.set()
        self._arrived.set()  # handlers that wait for facts end at once
        deadline = time.monotonic() + STOP_SECONDS
        late = [thread.name for thread in self.threads if not thread.join(max(0.0, deadline - time.monotonic()))]
        if late:
            _log.warning("still busy after %s s, left behind: %s", STOP_SECONDS, ", ".join(late))

    @property
    def alive(self) -> bool:
        """Whether every thread runs."""
        return all(thread.alive for thread in self.threads)

    def ready(self) -> bool:
        """Whether the worker can do its work: threads run, database answers. The bus is not asked: facts wait for it."""
        if self.stopping.is_set() or not self.alive:
            return False
        try:
            self.runtime.database.ping()
        except SQLAlchemyError:
            return False
        return True

    def run(self) -> None:
        """Work until SIGTERM or SIGINT, answering `/livez /readyz /metrics` on the metrics port. Only from the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        probes = Probes(self.runtime.settings.metrics_port, alive=lambda: self.alive, ready=self.ready, metrics=self.runtime.metrics.render)
        probes.start()
        self.start()
        _log.info("working")
        while not self.stopping.wait(1.0):
            pass
        self.stop()
        probes.stop()
        self.runtime.close()
        _log.info("stopped")

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()
