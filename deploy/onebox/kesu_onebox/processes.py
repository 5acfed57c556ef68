"""The production processes on one machine, without containers: per service a web and a worker process, on real PostgreSQL and RabbitMQ."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from typing import Literal

import structlog
import urllib3

from kesu_common.database.migrate import migrate
from kesu_common.runtime import Runtime
from kesu_common.servers.databases import database_url, ensure_database
from kesu_common.servers.processes import LOOPBACK, free_port
from kesu_common.service import NAMES, Service, installed
from kesu_common.settings import Settings
from kesu_onebox.first import first_sign_in
from kesu_onebox.home import Home
from kesu_onebox.plan import Process, processes

log = structlog.get_logger()
RESTART_SECONDS = 1.0
READY_SECONDS = 180.0


class Processes:
    """Starts, supervises and ends the processes of `plan`. A process that dies is started again, as a container would be.

    `postgres_url` and `bus_url` are servers that run already. Each service has ports of its own; their pages link to each other.
    `more` are environment variables beside those that `Settings` needs, the same for every process.
    """

    def __init__(
        self,
        home: Home,
        *,
        postgres_url: str,
        bus_url: str,
        ports: Mapping[str, int] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.home = home
        self.postgres_url = postgres_url
        self.bus_url = bus_url
        self.more = dict(more or {})
        self.services: dict[str, Service] = installed()
        self.ports = dict(ports or {p.name: free_port() for p in processes(list(self.services)) if p.port is not None})
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._held: set[str] = set()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._supervisor = threading.Thread(target=self._supervise, name="supervisor", daemon=True)

    def start(self) -> None:
        """Migrate every database, start every process, wait until all are ready. Raises `TimeoutError` naming those that are not."""
        for name, service in self.services.items():
            migrate(service, ensure_database(self.postgres_url, f"kesu_{name}"))
        with closing(Runtime(self.services["desk"], self.settings("desk"))) as desk:
            first_sign_in(self.home, desk)
        for process in self._plan():
            self._launch(process)
        self._supervisor.start()
        self.wait_ready()

    def stop(self) -> None:
        """End every process gracefully; those that do not end within 20 s are killed."""
        self._stopping.set()
        if self._supervisor.is_alive():
            self._supervisor.join()
        with self._lock:
            running = dict(self._running)
        for child in running.values():
            child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 20
        for child in running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def kill(self, service: str, kind: Literal["web", "worker"]) -> None:
        """End one process, and what it forked, without warning (SIGKILL), unless it is down. The supervisor starts it again."""
        with self._lock:
            child = self._running[f"{service}-{kind}"]
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def hold(self, service: str, kind: Literal["web", "worker"]) -> None:
        """Kill one process and keep it down until `release`."""
        self._held.add(f"{service}-{kind}")
        self.kill(service, kind)

    def release(self, service: str, kind: Literal["web", "worker"]) -> None:
        """Let the supervisor start a held process again."""
        self._held.discard(f"{service}-{kind}")

    def url(self, service: str) -> str:
        """Base address of a service, its prefix included."""
        return f"http://{LOOPBACK}:{self.ports[f'{service}-web']}/{service}"

    def settings(self, service: str) -> Settings:
        """The settings that the service's processes are given."""
        bases = {name: f"http://{LOOPBACK}:{self.ports[f'{name}-web']}" for name in self.services}
        return self.home.settings(
            service,
            database_url(self.postgres_url, f"kesu_{service}"),  # no connection: the server may be down when a process is started again
            public_url=bases["desk"],
            bus_url=self.bus_url,
            peers=bases,
            links=bases,
            metrics_port=self.ports[f"{service}-worker"],
        )

    def wait_ready(self) -> None:
        """Wait until every process says that it is ready."""
        deadline = time.monotonic() + READY_SECONDS
        waiting = {process.name for process in self._plan()}
        while waiting and time.monotonic() < deadline:
            waiting = {name for name in waiting if not self._is_ready(name)}
            time.sleep(0.1)
        if waiting:
            raise TimeoutError(f"not ready after {READY_SECONDS:.0f} s: {', '.join(sorted(waiting))}; see {self.home.logs}")

    def _is_ready(self, name: str) -> bool:
        try:
            return urllib3.request("GET", f"http://{LOOPBACK}:{self.ports[name]}/readyz", timeout=2.0, retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def _plan(self) -> list[Process]:
        return [process for process in processes([name for name in NAMES if name in self.services]) if process.port is not None]

    def _launch(self, process: Process) -> None:
        settings = self.settings(process.service)
        if process.kind == "web":
            settings = replace(settings, bus_url="memory://")
        address = {"KESU_WEB_PORT": str(self.ports[process.name]), "KESU_WEB_HOST": LOOPBACK}
        environment = {**os.environ, **as_environment(settings), **address, **self.more}
        output = (self.home.logs / f"{process.name}.log").open("ab")
        with output, self._lock:
            self._running[process.name] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "kesu_common.cli", *process.arguments],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _supervise(self) -> None:
        while not self._stopping.wait(RESTART_SECONDS):
            for process in self._plan():
                child = self._running[process.name]
                if child.poll() is not None and process.name not in self._held and not self._stopping.is_set():
                    log.warning("restarting", process=process.name, code=child.returncode)
                    self._launch(process)


def as_environment(settings: Settings) -> dict[str, str]:
    """The `KESU_*` variables from which `Settings.from_env` reads these settings again."""
    values = {
        "DATABASE_URL": settings.database_url,
        "BUS_URL": settings.bus_url,
        "PUBLIC_URL": settings.public_url,
        "PEERS": ",".join(f"{name}={url}" for name, url in settings.peers.items()),
        "LINKS": ",".join(f"{name}={url}" for name, url in settings.links.items()),
        "SECRET_KEY": settings.secret_key,
        "SESSION_PUBLIC_KEY": settings.session_public_key,
        "SESSION_PRIVATE_KEY": settings.session_private_key or "",
        "SERVICE_TOKEN_SECRET": settings.service_token_secret,
        "FILES_DIR": str(settings.files_dir),
        "METRICS_PORT": str(settings.metrics_port),
        "LOG_LEVEL": settings.log_level,
    }
    return {f"KESU_{name}": value for name, value in values.items() if value}
