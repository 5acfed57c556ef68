"""Whole installations: one process with a bus in memory; the production processes on a PostgreSQL and a RabbitMQ of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import psycopg
import urllib3
from psycopg.rows import dict_row

from kesu_common.servers import Postgres, RabbitMQ
from kesu_common.servers.processes import LOOPBACK, free_port, tail, wait_until
from kesu_common.service import Service, installed
from kesu_common.settings import Settings
from kesu_onebox.cast import Cast, assemble
from kesu_onebox.client import Client
from kesu_onebox.first import FIRST_SIGN_IN
from kesu_onebox.home import Home
from kesu_onebox.processes import Processes, as_environment

PASSWORD = "Correct horse battery 9!"
PATIENCE = 180.0
"""Seconds for which a client of these tests sends a request again that nobody answered: as long as the slowest server takes to return."""


class Installation(ABC):
    """All services, running. Its servers are its own, so that they may be killed."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.services: dict[str, Service] = installed()
        self.postgres = Postgres(folder / "postgres")

    @abstractmethod
    def start(self) -> None:
        """Start what does not run, and wait until it is ready."""

    @abstractmethod
    def stop(self) -> None:
        """End everything in good order."""

    @abstractmethod
    def bases(self) -> dict[str, str]:
        """Address of each service, prefix included."""

    @abstractmethod
    def settings(self, service: str) -> Settings:
        """The settings with which that service runs."""

    def admin(self) -> Client:
        """The first administrator, with patience."""
        login, password = (self.home.recall(FIRST_SIGN_IN) or "").split()
        return Client(self.bases(), patience=PATIENCE).sign_in(login, password)

    def cast(self) -> Cast:
        """The people of the plant, signed in, with patience."""
        return assemble(self.admin(), PASSWORD)

    def query(self, service: str, statement: str, *values: Any) -> list[dict[str, Any]]:
        """Rows straight from a service's database: what a test counts must not pass through what it tests."""
        with self.connect(service) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def connect(self, service: str) -> psycopg.Connection[dict[str, Any]]:
        """A connection to a service's database, past the service."""
        url = self.postgres.url(f"kesu_{service}").replace("postgresql+psycopg", "postgresql")
        return psycopg.connect(url, row_factory=dict_row)

    def kesu(self, service: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `kesu <service> …` as an operator does."""
        return subprocess.run(
            [sys.executable, "-m", "kesu_common.cli", service, *words],
            env={**os.environ, **as_environment(self.settings(service))},
            capture_output=True,
            text=True,
            check=False,
        )


class OneProcess(Installation):
    """`kesu up` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        self.log = folder / "kesu.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """See `Installation`."""
        if self._process is None or self._process.poll() is not None:
            url = self.postgres.start()
            command = [sys.executable, "-m", "kesu_common.cli", "up", "--home", str(self.home.folder), "--port", str(self.port)]
            with self.log.open("ab") as output:
                self._process = subprocess.Popen([*command, "--postgres", url], stdout=output, stderr=subprocess.STDOUT)
        process = self._process
        assert wait_until(lambda: process.poll() is not None or self._ready(), 120, 0.1), tail(self.log, 40)
        assert process.poll() is None, tail(self.log, 40)

    def kill(self) -> None:
        """End it without warning (SIGKILL)."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """See `Installation`. Fails when it does not end gracefully."""
        code = 0
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            code = self._process.wait(60)
        self.postgres.stop()
        assert code == 0, tail(self.log, 40)

    def bases(self) -> dict[str, str]:
        """See `Installation`."""
        return {name: f"http://{LOOPBACK}:{self.port}/{name}" for name in self.services}

    def settings(self, service: str) -> Settings:
        """See `Installation`."""
        return self.home.settings(service, self.postgres.url(f"kesu_{service}"), public_url=f"http://{LOOPBACK}:{self.port}")

    def _ready(self) -> bool:
        try:
            answer = urllib3.request("GET", f"http://{LOOPBACK}:{self.port}/readyz", timeout=2.0, retries=False)
        except urllib3.exceptions.HTTPError:
            return False
        return answer.status == 200


class ManyProcesses(Installation):
    """`kesu processes` on a PostgreSQL and a RabbitMQ of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.rabbitmq = RabbitMQ(folder / "rabbitmq", management=True)
        self._processes: Processes | None = None

    @property
    def processes(self) -> Processes:
        """What runs. Only after `start`."""
        assert self._processes is not None
        return self._processes

    def start(self) -> None:
        """See `Installation`."""
        postgres_url, bus_url = self.postgres.start(), self.rabbitmq.start()
        if self._processes is None:
            more = {"KESU_CATCHUP_SECONDS": "3"}
            self._processes = Processes(self.home, postgres_url=postgres_url, bus_url=bus_url, more=more)
            self._processes.start()
        self._processes.wait_ready()

    def stop(self) -> None:
        """See `Installation`."""
        if self._processes is not None:
            self._processes.stop()
        self.rabbitmq.kill()
        self.postgres.stop()

    def bases(self) -> dict[str, str]:
        """See `Installation`."""
        return {name: self.processes.url(name) for name in self.services}

    def settings(self, service: str) -> Settings:
        """See `Installation`."""
        return self.processes.settings(service)
