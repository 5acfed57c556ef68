"""Facts as they travel, made by hand: put on the broker of an installation as any program could that may publish there."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any
from uuid import UUID

from tests.installations import ManyProcesses
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.bus import Bus, topology
from kesu_common.service import Service, installed

LATE = 1_000_000_000
"""Sequence numbers from here on belong to facts made by hand: no service will come so far."""


def envelope(event_type: str, subject: str, *, sequence: int, data: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A fact of `event_type` as its producer would send it: its own frozen example, changed by `data`; `more` changes the envelope."""
    producer, example = example_of(event_type)
    return {
        "specversion": "1.0",
        "id": str(uuid7()),
        "source": f"/kesu/{producer.name}",
        "type": event_type,
        "subject": subject,
        "time": clock.now().isoformat(),
        "site": "SZ",
        "sequence": LATE + sequence,
        "actor": json.dumps({"kind": "person", "id": "li.na", "name": "李娜"}),
        "case": subject,
        "data": {**example, **(data or {})},
        **more,
    }


def example_of(event_type: str) -> tuple[Service, dict[str, Any]]:
    """Who states facts of this type, and its frozen example."""
    for service in installed().values():
        for event in service.events:
            if event.type == event_type:
                return service, dict(event.example)
    raise LookupError(f"nobody states {event_type}")


def publish(many: ManyProcesses, event_type: str, *bodies: bytes | dict[str, Any], site: str = "SZ") -> None:
    """Publish bodies with the routing key of `event_type`, in this order, and wait until the broker has them."""
    key = topology.routing_key(event_type, site)
    with closing(Bus(many.rabbitmq.url()).publisher()) as publisher:
        publisher.publish_batch([(key, body if isinstance(body, bytes) else json.dumps(body).encode()) for body in bodies])


def inbox_of(many: ManyProcesses, service: str, fact: dict[str, Any]) -> dict[str, Any] | None:
    """The fact's row in a service's inbox: state, attempts, note; `None` while it has not arrived."""
    rows = many.query(service, "SELECT state, attempts, note FROM inbox WHERE id = %s", UUID(fact["id"]))
    return rows[0] if rows else None
