"""Exchanges, queues and bindings. Limits, lengths and dead-lettering are policies (`deploy/rabbitmq/definitions.json`), not arguments:
arguments of a queue that exists cannot be changed.

Where an operator has set up the broker, the exchanges are there and services have no right to make any; on a bare one they are made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import Any

from amqp.exceptions import NotFound
from kombu.connection import Connection
from kombu.entity import Exchange, Queue

UNROUTED = Exchange("kesu.unrouted", type="fanout", durable=True)
"""Facts that no queue is bound for end here: an alert, not a loss (a confirm does not mean "routed")."""

EVENTS = Exchange("kesu.events", type="topic", durable=True, arguments={"alternate-exchange": UNROUTED.name})

QUORUM = {"x-queue-type": "quorum"}


def queue_name(service: str) -> str:
    """The queue of a consuming service."""
    return f"kesu.{service}"


def routing_key(event_type: str, site: str) -> str:
    """`kesu.complaint.registered.v1` at SZ → `complaint.registered.SZ`."""
    return f"{topic(event_type)}.{site}"


def topic(event_type: str) -> str:
    """`kesu.complaint.registered.v1` → `complaint.registered`."""
    return event_type.removeprefix("kesu.").rsplit(".", 1)[0]


def bindings(types: Iterable[str]) -> list[str]:
    """The routing patterns for event types; `*` hears everything."""
    wanted = sorted(set(types))
    return ["#"] if "*" in wanted else [f"{topic(name)}.*" for name in wanted]


def declare_exchanges(connection: Connection) -> None:
    """Make the exchange of facts and the place for what is not routed, unless they are there."""
    try:
        with closing(connection.channel()) as channel:
            EVENTS(channel).declare(passive=True)
    except NotFound:  # this closes the channel, so that the rest needs another
        with closing(connection.channel()) as channel:
            UNROUTED(channel).declare()
            Queue(UNROUTED.name, exchange=UNROUTED, durable=True, queue_arguments=QUORUM)(channel).declare()
            EVENTS(channel).declare()


def declare_queue(channel: Any, service: str, types: Iterable[str]) -> Queue:
    """Make and bind the queue of `service`; returns it bound to the channel."""
    queue = Queue(queue_name(service), durable=True, queue_arguments=QUORUM)(channel)
    queue.queue_declare()
    for pattern in bindings(types):
        queue.bind_to(exchange=EVENTS, routing_key=pattern)
    return queue
