"""A RabbitMQ of one's own in a folder: own node, ports, port mapper, cookie and data, beside whatever broker the machine runs."""

from __future__ import annotations

import secrets
import shutil
import signal
from pathlib import Path
from urllib.parse import quote

from amqp import Connection
from amqp.exceptions import AMQPError

from kesu_common.servers import rabbitmq_files
from kesu_common.servers.binaries import epmd, rabbitmq_scripts
from kesu_common.servers.management import Management
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
from kesu_common.servers.rabbitmq_files import USER, Node

START_SECONDS = 120


class RabbitMQ:
    """A private node in `directory`; its ports and password stay the same over restarts and wipes.

    `management` adds the HTTP API; `definitions` is a definitions file loaded at each start, to which our own administrator is added.
    """

    def __init__(self, directory: Path, *, management: bool = False, definitions: Path | None = None) -> None:
        self.directory = Path(directory).absolute()
        self.log = self.directory / "server.log"
        self._management = management
        self._definitions = definitions

    def start(self) -> str:
        """Start or adopt the node and wait until it lets clients in; the URL of its virtual host “/”.

        Raises `ServerError` with the end of the node's log when it does not start.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.directory / "lock"):
            if self._pid("node") is None:
                self._launch()
            if not wait_until(self._ready, START_SECONDS, pause=0.1):
                raise ServerError(f"RabbitMQ in {self.directory} is not ready after {START_SECONDS} s:\n{tail(self.log)}")
        return self.url()

    def stop(self) -> None:
        """End the node in good order, and its port mapper. Nothing happens when they do not run."""
        if pid := self._pid("node"):
            end(pid, self._mark, [(signal.SIGTERM, 60.0), (signal.SIGKILL, 20.0)])
        self._end_mapper()

    def kill(self) -> None:
        """End the node without warning (SIGKILL), as a crash would; what clients had in flight is cut off."""
        if pid := self._pid("node"):
            end(pid, self._mark, [(signal.SIGKILL, 20.0)])
        self._end_mapper()

    def wipe(self) -> None:
        """Forget every queue, message, user and virtual host. The node must not run; ports and password stay."""
        if self._pid("node"):
            raise ServerError(f"RabbitMQ in {self.directory} runs: stop or kill it before wiping it")
        shutil.rmtree(self.directory / "data", ignore_errors=True)

    def url(self, vhost: str = "/") -> str:
        """The URL of a virtual host for clients."""
        node = self._node()
        return f"amqp://{USER}:{node.password}@{LOOPBACK}:{node.amqp}/{quote(vhost, safe='')}"

    @property
    def management(self) -> Management:
        """The node's HTTP API. Raises `ServerError` for a node that was started without it."""
        if not self._management:
            raise ServerError("this node runs without its management API")
        node = self._node()
        return Management(f"http://{LOOPBACK}:{node.management}", self.url())

    @property
    def _mark(self) -> str:
        return str(self.directory / "home")

    def _node(self) -> Node:
        return Node.load(self.directory / "node.json")

    def _pid(self, which: str) -> int | None:
        """The process id of “node” or “mapper” while it runs."""
        try:
            pid = int((self.directory / f"{which}.pid").read_text())
        except (FileNotFoundError, ValueError):
            return None
        mark = self._mark if which == "node" else f"-port {self._node().epmd}"
        return pid if is_running(pid, mark) else None

    def _end_mapper(self) -> None:
        if pid := self._pid("mapper"):
            end(pid, f"-port {self._node().epmd}", [(signal.SIGTERM, 10.0), (signal.SIGKILL, 10.0)])

    def _choose_node(self) -> Node:
        """The node of last time, with other ports when somebody else sits on one of its own."""
        kept = self.directory / "node.json"
        old = Node.load(kept) if kept.exists() else None
        ports = [old.amqp, old.dist, old.management] + ([] if self._pid("mapper") else [old.epmd]) if old else []
        if old and wait_until(lambda: all(is_free(port) for port in ports), 5):
            return old
        node = Node(
            name=old.name if old else f"kesu-{secrets.token_hex(4)}@localhost",
            password=old.password if old else secrets.token_urlsafe(24),
            amqp=free_port(),
            dist=free_port(),
            epmd=free_port(),
            management=free_port(),
        )
        write_private(kept, node.dump())
        return node

    def _launch(self) -> None:
        """Start mapper and node; with other ports when one was taken in between."""
        scripts = rabbitmq_scripts()
        for attempt in range(3):
            node = self._choose_node()
            environment = rabbitmq_files.write(self.directory, node, management=self._management, definitions=self._definitions)
            if self._pid("mapper") is None:
                mapper = launch([epmd(), "-port", str(node.epmd), "-address", LOOPBACK], self.directory / "mapper.log", environment)
                write_private(self.directory / "mapper.pid", str(mapper))
            pid = launch([scripts / "rabbitmq-server"], self.log, environment)
            write_private(self.directory / "node.pid", str(pid))
            wait_until(lambda pid=pid: self._answers() or not is_running(pid, self._mark), START_SECONDS, pause=0.1)  # type: ignore[misc]
            if is_running(pid, self._mark):
                return
            self._end_mapper()
            if attempt == 2 or not any(words in self.log.read_bytes() for words in (b"eaddrinuse", b"EADDRINUSE", b"address in use")):
                raise ServerError(f"RabbitMQ in {self.directory} does not start:\n{tail(self.log, 25)}")

    def _ready(self) -> bool:
        if self._pid("node") is None:
            raise ServerError(f"RabbitMQ in {self.directory} ended while starting:\n{tail(self.log, 25)}")
        return self._answers()

    def _answers(self) -> bool:
        node = self._node()
        try:
            with Connection(f"{LOOPBACK}:{node.amqp}", userid=USER, password=node.password, connect_timeout=5, read_timeout=10):
                return True
        except (AMQPError, OSError):
            return False
