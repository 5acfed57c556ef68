"""RabbitMQ: pipelined publisher confirms, and deliveries that are acknowledged by the batch."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from amqp import spec
from amqp.basic_message import Message
from amqp.exceptions import AMQPError
from kombu.connection import Connection
from kombu.exceptions import KombuError

from kesu_common.bus import BusError, topology
from kesu_common.bus.connection import HEARTBEAT, connect

CONTENT_TYPE = "application/cloudevents+json"
PERSISTENT = 2
_ERRORS = (OSError, AMQPError, KombuError)  # OSError: refused, reset, timed out


class AmqpPublisher:
    """Publishes a batch without waiting in between, then waits for all its confirms. After any error the connection is thrown away."""

    def __init__(self, url: str, *, confirm_timeout: float = 10.0) -> None:
        self.url = url
        self.confirm_timeout = confirm_timeout
        self._connection: Connection | None = None
        self._channel: Any = None
        self._confirms = _Confirms()

    def publish_batch(self, batch: Sequence[tuple[str, bytes]]) -> int:
        """See `Publisher`."""
        confirms = self._confirms
        before = confirms.sent
        try:
            channel = self._channel or self._open()
            confirms = self._confirms
            before = confirms.sent
            connection = channel.connection
            message = Message(b"", content_type=CONTENT_TYPE, content_encoding="utf-8", delivery_mode=PERSISTENT)
            with connection.transport.having_timeout(self.confirm_timeout):  # a broker that is blocked stops reading
                for key, body in batch:
                    message.body = body
                    # Not basic_publish: it polls the socket before every message.
                    channel.send_method(spec.Basic.Publish, "Bssbb", (0, topology.EVENTS.name, key, False, False), message)
                    confirms.sent += 1
            self._wait(connection, confirms)
        except _ERRORS as error:
            self.close()
            confirmed = max(0, min(confirms.settled - before, len(batch)))
            raise BusError(f"{type(error).__name__}: {error}", confirmed=confirmed) from error
        return len(batch)

    def _wait(self, connection: Any, confirms: _Confirms) -> None:
        deadline = time.monotonic() + self.confirm_timeout
        while confirms.settled < confirms.sent:
            if confirms.refused is not None:
                raise ConnectionAbortedError("the broker refused a fact (nack)")
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no confirm within {self.confirm_timeout} s; is the broker blocked by an alarm?")
            connection.drain_events(timeout=left)

    def _open(self) -> Any:
        self._connection = connection = connect(self.url)
        topology.declare_exchanges(connection)
        channel: Any = connection.channel()
        self._confirms = _Confirms()
        channel.events["basic_ack"].add(self._confirms.ack)
        channel.events["basic_nack"].add(self._confirms.nack)
        channel.confirm_select()
        self._channel = channel
        return channel

    def close(self) -> None:
        """See `Publisher`."""
        connection, self._connection, self._channel = self._connection, None, None
        drop(connection)


class _Confirms:
    """Which messages of a channel are settled: all with a number up to `settled`."""

    def __init__(self) -> None:
        self.sent = 0
        self.settled = 0
        self.refused: int | None = None
        self._ahead: set[int] = set()

    def ack(self, tag: int, multiple: bool) -> None:
        if multiple:
            self.settled = max(self.settled, tag)
        else:
            self._ahead.add(tag)
        while self.settled + 1 in self._ahead:
            self.settled += 1
            self._ahead.discard(self.settled)

    def nack(self, tag: int, _multiple: bool) -> None:
        self.refused = tag


class AmqpSubscription:
    """Reads the service's quorum queue with a prefetch of four batches."""

    def __init__(self, url: str, service: str, types: Iterable[str], *, batch: int = 100, linger: float = 0.005) -> None:
        self.url = url
        self.service = service
        self.types = tuple(types)
        self.batch = batch
        self.linger = linger
        self._connection: Connection | None = None
        self._channel: Any = None
        self._arrived: deque[tuple[int, bytes]] = deque()
        self._last: int | None = None
        self._checked = 0.0

    def receive(self, timeout: float) -> list[bytes]:
        """See `Subscription`."""
        try:
            self._collect(self._connection or self._open(), timeout)
        except _ERRORS as error:
            self.close()
            raise BusError(f"{type(error).__name__}: {error}") from error
        count = min(self.batch, len(self._arrived))
        taken = [self._arrived.popleft() for _ in range(count)]
        if taken:
            self._last = taken[-1][0]
        return [body for _, body in taken]

    def acknowledge(self) -> None:
        """See `Subscription`."""
        if self._last is None or self._channel is None:
            return
        try:
            self._channel.basic_ack(self._last, multiple=True)
        except _ERRORS as error:
            self.close()
            raise BusError(f"{type(error).__name__}: {error}") from error
        self._last = None

    def _collect(self, connection: Connection, timeout: float) -> None:
        if time.monotonic() - self._checked >= 1:
            self._checked = time.monotonic()
            connection.heartbeat_check()  # sends ours; raises when the broker has been silent
        if not self._arrived and not self._drain(connection, timeout):
            return
        deadline = time.monotonic() + 4 * self.linger
        with connection.connection.transport.having_timeout(self.linger):  # set once: it costs two system calls per frame otherwise
            while len(self._arrived) < self.batch and time.monotonic() < deadline and self._drain(connection, self.linger):
                pass

    def _drain(self, connection: Connection, timeout: float) -> bool:
        """Read what comes next; whether anything came in time."""
        try:
            connection.drain_events(timeout=timeout)
        except TimeoutError:
            return False
        return True

    def _open(self) -> Connection:
        self._connection = connection = connect(self.url, heartbeat=HEARTBEAT)
        topology.declare_exchanges(connection)
        channel: Any = connection.channel()
        queue = topology.declare_queue(channel, self.service, self.types)
        channel.basic_qos(0, 4 * self.batch, False)  # per consumer: RabbitMQ 4 knows no other
        channel.basic_consume(queue=queue.name, callback=self._deliver)
        self._channel = channel
        return connection

    def _deliver(self, message: Any) -> None:
        body = message.body
        self._arrived.append((message.delivery_tag, body.encode() if isinstance(body, str) else bytes(body)))

    def close(self) -> None:
        """See `Subscription`."""
        connection, self._connection, self._channel = self._connection, None, None
        self._arrived.clear()
        self._last = None
        drop(connection)


def drop(connection: Connection | None) -> None:
    """Close a connection that may be broken: what closing complains about is of no use to anybody."""
    if connection is not None:
        connection.collect(CLOSE_TIMEOUT)


CLOSE_TIMEOUT = 1.0
