"""A PostgreSQL of one's own in a folder: made when missing, adopted when it still runs, on the loopback only, with its own password."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path
from typing import Protocol

from kesu_common.servers import databases
from kesu_common.servers.accounts import server_account
from kesu_common.servers.binaries import PostgresBinaries, postgres_binaries
from kesu_common.servers.cluster import CLUSTER, USER, environment, make_cluster
from kesu_common.servers.processes import (
    LOOPBACK,
    ServerError,
    end,
    free_port,
    is_free,
    is_running,
    launch,
    locked,
    tail,
    wait_until,
    write_private,
)

START_SECONDS = 300  # recovery after a crash may take its time
_STOP = [(signal.SIGINT, 60.0), (signal.SIGQUIT, 20.0)]  # fast: sessions are ended, data are written; then at once
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "300",
}
_CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class PostgresServer(Protocol):
    """A server that databases can be had of, ours or a given one."""

    def start(self) -> str: ...
    def stop(self) -> None: ...
    def ensure_database(self, name: str) -> str: ...


def postgres(data_dir: Path, given_url: str = "", *, durable: bool = True) -> PostgresServer:
    """The given server when there is one, else a private one in `data_dir`."""
    return GivenPostgres(given_url) if given_url else Postgres(data_dir, durable=durable)


class GivenPostgres:
    """A server that somebody else runs. Its account must be allowed to make databases when one is missing."""

    def __init__(self, url: str) -> None:
        self._url = url

    def start(self) -> str:
        """Start nothing; the given URL."""
        return self._url

    def stop(self) -> None:
        """Stop nothing."""

    def ensure_database(self, name: str) -> str:
        """Make the database if it is missing; its URL."""
        return databases.ensure_database(self._url, name)


class Postgres:
    """A private cluster in `data_dir`: the cluster itself, its password, port and log.

    The port stays the same over restarts unless somebody else has taken it. `durable=False` gives up safety against a crash of the
    machine, not of a process: for tests. As root the server runs under another account, and the cluster lies in /var/lib/kesu when that
    account cannot reach `data_dir`.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, binaries: PostgresBinaries | None = None) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.log = self.data_dir / "server.log"
        self._cluster = self.data_dir / CLUSTER
        self._durable = durable
        self._binaries = binaries

    def start(self) -> str:
        """Make what is missing, start or adopt the server, wait until it answers; the URL of its maintenance database.

        Raises `ServerError` with the end of the server's log when it does not start.
        """
        _make_folder(self.data_dir)
        with locked(self.data_dir / "lock"):
            if not (self._cluster / "PG_VERSION").exists():
                make_cluster(self.data_dir, durable=self._durable, binaries=self._binaries)
            if self._running() is None:
                self._launch()
            if not wait_until(self._ready, START_SECONDS):
                raise ServerError(f"PostgreSQL in {self.data_dir} is not ready after {START_SECONDS} s:\n{tail(self.log)}")
        return self.url("postgres")

    def stop(self) -> None:
        """End the server, whoever started it, after it has written its data. Nothing happens when it does not run."""
        if pid := self._running():
            end(pid, self._mark, _STOP)

    def kill(self) -> None:
        """End the server without warning (SIGKILL), as a crash would."""
        if pid := self._running():
            end(pid, self._mark, [(signal.SIGKILL, 20.0)])

    def remove(self) -> None:
        """Stop it and delete the folder with everything in it."""
        self.stop()
        shutil.rmtree(self._cluster.resolve(), ignore_errors=True)
        shutil.rmtree(self.data_dir, ignore_errors=True)

    def ensure_database(self, name: str) -> str:
        """Make the database if it is missing; its URL."""
        return databases.ensure_database(self.url("postgres"), name)

    def url(self, database: str) -> str:
        """The URL of one of its databases, password included, while it runs."""
        password = (self.data_dir / "password").read_text()
        return f"postgresql+psycopg://{USER}:{password}@{LOOPBACK}:{self._port()}/{database}"

    @property
    def _mark(self) -> str:
        return str(self._cluster.resolve())

    def _status(self) -> list[str]:
        """Lines of postmaster.pid: process id, data folder, start, port, socket folder, address, shared memory, status."""
        try:
            return (self._cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _running(self) -> int | None:
        status = self._status()
        pid = int(status[0]) if status and status[0].isdigit() else 0
        return pid if pid and is_running(pid, self._mark) else None

    def _ready(self) -> bool:
        if self._running() is None:
            raise ServerError(f"PostgreSQL in {self.data_dir} ended while starting:\n{tail(self.log)}")
        status = self._status()
        return len(status) >= 8 and status[7].strip() == "ready" and databases.is_answering(self.url("postgres"))

    def _port(self) -> int:
        status = self._status()
        if len(status) >= 4:
            return int(status[3])
        return int((self.data_dir / "port").read_text())

    def _choose_port(self) -> int:
        kept = self.data_dir / "port"
        port = int(kept.read_text()) if kept.exists() else 0
        # Backends of a killed server hold its port for a moment longer.
        if not port or not wait_until(lambda: is_free(port), 5):
            port = free_port()
            write_private(kept, str(port))
        return port

    def _launch(self) -> None:
        """Start it, and again when the port was taken in between or the backends of a killed one have not gone yet."""
        account = server_account(self._cluster)
        major = int((self._cluster / "PG_VERSION").read_text())
        binaries = (self._binaries or postgres_binaries(major)).reachable_by(account)
        deadline = time.monotonic() + 30
        while True:
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)  # of one that is known not to run: its number may be another's now
            settings = {**_SETTINGS, "port": str(self._choose_port()), **({} if self._durable else _CARELESS)}
            options = [f"--{name}={value}" for name, value in settings.items()]
            before = self.log.stat().st_size if self.log.exists() else 0
            uid, gid = (account.uid, account.gid) if account else (None, None)
            pid = launch([binaries.folder / "postgres", "-D", self._mark, *options], self.log, environment(), uid=uid, gid=gid)
            wait_until(lambda pid=pid: not is_running(pid, self._mark) or len(self._status()) >= 8, START_SECONDS)  # type: ignore[misc]
            if is_running(pid, self._mark):
                return
            said = self.log.read_bytes()[before:]
            if not any(words in said for words in (b"could not bind", b"still in use", b"lock file")) or time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL in {self.data_dir} does not start:\n{tail(self.log)}")
            if b"could not bind" in said:
                (self.data_dir / "port").unlink(missing_ok=True)
            time.sleep(0.1)


def _make_folder(folder: Path) -> None:
    """Make the folder, open to be passed through whatever the umask says: the server may run under another account."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    if not os.access(folder, os.W_OK):
        raise ServerError(f"{folder} belongs to another user (was Kesu started as root before?); choose another folder or change its owner")
