"""The house that is measured: a private durable PostgreSQL, a private RabbitMQ, and the production processes that are needed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import urllib3

from bench.cpu import cpu_seconds
from bench.load import post
from kesu_common.database import Database
from kesu_common.database.migrate import migrate
from kesu_common.people.actors import Actor, Grant
from kesu_common.people.copies import learn_site
from kesu_common.people.tokens import issue_session_token
from kesu_common.servers import Postgres, RabbitMQ
from kesu_common.servers.processes import LOOPBACK, free_port
from kesu_common.service import load
from kesu_common.worktime import Calendar
from kesu_onebox.cast import SITE
from kesu_onebox.home import Home
from kesu_onebox.processes import as_environment

SERVICES = ("intake", "quality", "desk")
WEBS = 2
"""Web processes of the service under load, each on a port of its own: so each gets its share of the connections, by construction."""

READY_SECONDS = 180.0


@dataclass(frozen=True)
class Running:
    """A process that was started."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def pid(self) -> int:
        """Its number; what it forks is counted with it."""
        return self.process.pid


class House:
    """Everything lives below `folder`, and ends with `stop`."""

    def __init__(self, folder: Path, services: Sequence[str] = SERVICES) -> None:
        self.services = services
        self.home = Home(folder / "home")
        self.postgres = Postgres(folder / "postgres", durable=True)
        self.broker = RabbitMQ(folder / "rabbitmq")
        self.bus_url = ""
        self.webs: list[Running] = []
        self._running: list[Running] = []
        self._web_port = free_port()

    def start(self) -> None:
        """Servers, migrated databases that know the site, and the web processes of the first service."""
        self.bus_url = self.broker.start()
        self.postgres.start()
        for name in self.services:
            migrate(load(name), self.url(name))
            database = Database(self.url(name))
            with database.transaction() as session:
                learn_site(session, {**SITE, "calendar": Calendar().to_json(), "targets": {}, "severity_rules": {}})
            database.close()
        self.webs = [self.service(self.services[0], "web", port=port) for port in (self._web_port, *(free_port() for _ in range(WEBS - 1)))]

    def stop(self) -> None:
        """End everything and give back the disk space."""
        self.end(self._running)
        self.broker.kill()
        self.postgres.remove()

    def url(self, service: str) -> str:
        """The service's database."""
        return self.postgres.ensure_database(f"kesu_{service}")

    def connect(self, service: str) -> psycopg.Connection:
        """A driver connection in autocommit to look at a service's database."""
        return psycopg.connect(self.url(service).replace("+psycopg", ""), autocommit=True)

    def service(self, name: str, kind: str, *, port: int = 0, **more: str) -> Running:
        """Start a web or worker process of a service as in production, and wait until it is ready. `more` are further `KESU_…` settings."""
        port = port or free_port()
        base = f"http://{LOOPBACK}:{self._web_port}"
        settings = self.home.settings(
            name, self.url(name), public_url=base, bus_url=self.bus_url if kind == "worker" else "memory://", metrics_port=port
        )
        settings = replace(settings, log_level="WARNING")  # catching up with services that are not measured is told
        extra = {"KESU_WEB_PORT": str(port), "KESU_WEB_HOST": LOOPBACK, **{f"KESU_{key}": value for key, value in more.items()}}
        return self.run([sys.executable, "-m", "kesu_common.cli", name, kind], port, {**as_environment(settings), **extra}, ready="/readyz")

    def run(self, command: list[str], port: int, environment: Mapping[str, str], *, ready: str) -> Running:
        """Start any process that answers on `port`, and wait until it does."""
        with (self.home.logs / "processes.log").open("ab") as output:
            process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output, start_new_session=True)
        running = Running(process, port)
        self._running.append(running)
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(port, ready):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command[:5])} is not ready; see {self.home.logs}")
            time.sleep(0.05)
        return running

    def end(self, processes: Iterable[Running]) -> None:
        """End processes in good order."""
        ending = [one for one in processes if one in self._running]
        for one in ending:
            one.process.send_signal(signal.SIGTERM)
        for one in ending:
            one.process.wait(40)
            self._running.remove(one)

    def token(self) -> str:
        """The Authorization header of a signed-in person of sales, who holds a scanner as well."""
        person = Actor("li.na", "李娜", "person", frozenset({Grant(role, SITE["code"]) for role in ("sales", "lead", "scanner")}), "zh")
        return f"Bearer {issue_session_token(self.home.secrets().session_private_key, person, sid='bench')}"

    def post(self, path: str, body: Any, **headers: str) -> bytes:
        """A request to the first service's API as a signed-in person, ready to be sent."""
        return post(f"/{self.services[0]}/api/v1/{path}", body, Authorization=self.token(), Accept="application/json", **headers)

    def postgres_cpu(self) -> float:
        """CPU seconds of the database server so far."""
        return cpu_seconds([int((self.postgres.data_dir / "cluster" / "postmaster.pid").read_text().split()[0])])


def _answers(port: int, path: str) -> bool:
    try:
        return urllib3.request("GET", f"http://{LOOPBACK}:{port}{path}", timeout=2.0, retries=False).status in {200, 404, 405}
    except urllib3.exceptions.HTTPError:
        return False
