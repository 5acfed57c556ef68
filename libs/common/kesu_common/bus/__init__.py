"""The bus: one topic exchange, one queue per consuming service, behind kombu. `memory://` within one process, `amqp://` otherwise.

Only workers touch it. It promises little, on purpose: a fact that it confirms may still be lost with its disk. What is promised to
services is kept by journal, inbox and catch-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from kesu_common.bus.connection import is_memory


class BusError(Exception):
    """The bus did not take, or does not give, facts. `confirmed` of the batch, counted from its start, were taken all the same."""

    def __init__(self, message: str, *, confirmed: int = 0) -> None:
        super().__init__(message)
        self.confirmed = confirmed


class Publisher(Protocol):
    """Sends facts. Used by one thread; connects on first use, again after any error."""

    def publish_batch(self, batch: Sequence[tuple[str, bytes]]) -> int:
        """Send (routing key, envelope) in order; return their number when all are confirmed. Raises `BusError`, connection thrown away."""

    def close(self) -> None:
        """Close the connection, if there is one."""


class Subscription(Protocol):
    """Receives facts from the queue of one service. Used by one thread."""

    def receive(self, timeout: float) -> list[bytes]:
        """The next facts as raw bytes, at most one batch of them; empty after `timeout` seconds. Raises `BusError`."""

    def acknowledge(self) -> None:
        """Everything that `receive` ever returned is stored safely. Raises `BusError`: the facts will then be delivered once more."""

    def close(self) -> None:
        """Close the connection; what was not acknowledged is delivered again (to `memory://`: brought by catch-up)."""


class Bus:
    """The way to the bus at `url`. Holds no connection itself: publisher and subscription each open their own."""

    def __init__(self, url: str) -> None:
        self.url = url

    def publisher(self, *, confirm_timeout: float = 10.0) -> Publisher:
        """A new publisher; `confirm_timeout` seconds are waited for the confirms of one batch."""
        if is_memory(self.url):
            from kesu_common.bus.memory import MemoryPublisher

            return MemoryPublisher(self.url)
        from kesu_common.bus.amqp import AmqpPublisher

        return AmqpPublisher(self.url, confirm_timeout=confirm_timeout)

    def subscription(self, service: str, types: Iterable[str], *, batch: int = 100, linger: float = 0.005) -> Subscription:
        """A new subscription of `service` to event `types` (`*`: all), in batches of `batch` that wait `linger` seconds for one more."""
        if is_memory(self.url):
            from kesu_common.bus.memory import MemorySubscription

            return MemorySubscription(self.url, service, types, batch=batch, linger=linger)
        from kesu_common.bus.amqp import AmqpSubscription

        return AmqpSubscription(self.url, service, types, batch=batch, linger=linger)
