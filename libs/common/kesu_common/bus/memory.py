"""The bus within one process, for the onebox and for tests. A crash empties it; catch-up brings back what was in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

from kombu.connection import Connection

from kesu_common.bus import topology
from kesu_common.bus.connection import connect

_STATE = threading.Lock()
"""kombu's memory transport walks its table of bindings while it publishes; another thread must not change it then."""

AT_ONCE = 1e-6
"""Seconds that mean "look once": kombu's transport knows only looking again and again until a time is over."""


class _Published:
    """Wakes whoever waits for facts, when some were published in this process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.count = 0

    def tell(self) -> None:
        """Something is in the queues."""
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait(self, seen: int, timeout: float) -> None:
        """Until `count` is no longer `seen`, at most `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.count != seen, timeout)


_PUBLISHED = _Published()


class MemoryPublisher:
    """Puts facts straight into the queues of this process. What no queue is bound for is gone: there is nobody to hear it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection: Connection | None = None
        self._channel: Any = None

    def publish_batch(self, batch: Sequence[tuple[str, bytes]]) -> int:
        """See `Publisher`."""
        with _STATE:
            if self._connection is None:
                self._connection = connect(self.url)
                self._channel = self._connection.channel()
                topology.EVENTS(self._channel).declare()
            for key, body in batch:
                message = self._channel.prepare_message(body, content_type="application/cloudevents+json", content_encoding="utf-8")
                self._channel.basic_publish(message, topology.EVENTS.name, key)
        _PUBLISHED.tell()
        return len(batch)

    def close(self) -> None:
        """See `Publisher`."""
        if self._connection is not None:
            self._connection.release()
        self._connection, self._channel = None, None


class MemorySubscription:
    """Reads the service's queue in this process."""

    def __init__(self, url: str, service: str, types: Iterable[str], *, batch: int = 100, linger: float = 0.005) -> None:
        self.url = url
        self.service = service
        self.types = tuple(types)
        self.batch = batch
        self.linger = linger
        self._connection: Connection | None = None
        self._channel: Any = None
        self._arrived: list[Any] = []
        self._unacknowledged: list[str] = []

    def receive(self, timeout: float) -> list[bytes]:
        """See `Subscription`."""
        connection = self._connection or self._open()
        deadline = time.monotonic() + timeout
        while len(self._arrived) < self.batch:
            published = _PUBLISHED.count  # before looking: what comes after the look ends the wait
            try:
                connection.drain_events(timeout=AT_ONCE)
            except TimeoutError:
                wait = deadline - time.monotonic()
                if wait <= 0:
                    break
                _PUBLISHED.wait(published, wait)
            else:
                if len(self._arrived) == 1:
                    deadline = min(deadline, time.monotonic() + self.linger)
        taken, self._arrived = self._arrived, []
        self._unacknowledged += [message.delivery_tag for message in taken]
        return [message.body.encode() if isinstance(message.body, str) else bytes(message.body) for message in taken]

    def acknowledge(self) -> None:
        """See `Subscription`."""
        for tag in self._unacknowledged:
            self._channel.basic_ack(tag)  # one by one: this transport ignores "multiple"
        self._unacknowledged.clear()

    def _open(self) -> Connection:
        with _STATE:
            self._connection = connect(self.url)
            channel: Any = self._connection.channel()
            topology.EVENTS(channel).declare()
            queue = topology.declare_queue(channel, self.service, self.types)
        channel.basic_qos(prefetch_count=4 * self.batch)
        channel.basic_consume(queue.name, False, self._arrived_message, f"kesu.{self.service}")
        self._channel = channel
        return self._connection

    def _arrived_message(self, message: Any) -> None:
        self._arrived.append(message)

    def close(self) -> None:
        """See `Subscription`."""
        if self._connection is not None:
            self._connection.release()
        self._connection, self._channel = None, None
        self._arrived, self._unacknowledged = [], []
