"""All services in one process: one port, one private PostgreSQL, a bus in memory. The journals heal what a crash leaves undone."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog
from flask import Flask
from waitress.server import create_server

from kesu_common.database.migrate import migrate
from kesu_common.runtime import Runtime
from kesu_common.servers.postgres import postgres
from kesu_common.service import Service, installed
from kesu_common.web.app import create_app
from kesu_common.worker import Worker
from kesu_onebox.first import first_sign_in
from kesu_onebox.home import Home
from kesu_onebox.router import Router

log = structlog.get_logger()
THREADS = 16


class Onebox:
    """The whole installation in this process. `start` makes everything ready, `serve` blocks until `stop`."""

    def __init__(
        self, home: Home, *, host: str, port: int, postgres_url: str = "", tell: Callable[[str], None] = lambda _line: None
    ) -> None:
        self.home = home
        self.host = host
        self.port = port
        self.tell = tell
        self.server = postgres(home.postgres, postgres_url)
        self.owns_server = not postgres_url
        self.runtimes: dict[str, Runtime] = {}
        self.apps: dict[str, Flask] = {}
        self.workers: list[Worker] = []
        self._stopping = threading.Event()
        self._winding_down = threading.Event()
        self._main = threading.main_thread().ident or 0

    @property
    def url(self) -> str:
        """Where browsers reach it."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Start the database, bring every schema up to date, start the workers."""
        self.tell("Starting the database …")
        self.server.start()
        for name, service in installed().items():
            self.tell(f"Preparing {name} …")
            self._add(name, service)
        first_sign_in(self.home, self.runtimes["desk"])
        self._http = create_server(
            Router(self.apps, ready=lambda: not self._stopping.is_set()),
            host=self.host,
            port=self.port,
            threads=THREADS,
            ident="kesu",
            max_request_body_size=80 * 1024 * 1024,
        )
        for runtime in self.runtimes.values():
            worker = Worker(runtime)
            worker.start()
            self.workers.append(worker)

    def serve(self) -> None:
        """Answer requests until a signal or `stop` ends it, then give everything back in order."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        try:
            self._http.run()
        finally:
            self.stop()

    def stop(self) -> None:
        """Stop workers, web and, if it is ours, the database. Safe to call twice."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._stop_workers()
        self._http.close()
        for runtime in self.runtimes.values():
            runtime.close()
        if self.owns_server:
            self.server.stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """The first signal winds down, the second ends at once."""
        if self._winding_down.is_set():
            raise SystemExit(0)
        self._winding_down.set()
        threading.Thread(target=self._wind_down, name="wind-down", daemon=True).start()

    def _wind_down(self) -> None:
        """Stop the workers while the web still answers: their catch-up reads through it, and would wait for it in vain."""
        self._stop_workers()
        signal.pthread_kill(self._main, signal.SIGTERM)

    def _stop_workers(self) -> None:
        for runtime in self.runtimes.values():
            runtime.draining = True
        for worker in self.workers:
            worker.stopping.set()
        for worker in self.workers:
            worker.stop()

    def _add(self, name: str, service: Service) -> None:
        url = self.server.ensure_database(f"kesu_{name}")
        migrate(service, url)
        runtime = Runtime(service, self.home.settings(name, url, public_url=self.url))
        self.runtimes[name] = runtime
        self.apps[name] = create_app(runtime)
