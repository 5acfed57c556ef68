"""What one service states, the other can read: by the frozen examples, and by what is bound on the real broker."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.installations import ManyProcesses

from kesu_common.bus import topology
from kesu_common.events import EventType, canonical
from kesu_common.service import installed

SERVICES = installed()
HEARD = [(name, heard) for name, service in SERVICES.items() for heard in sorted(service.all_reactions) if heard != "*"]


def stated(event_type: str) -> list[tuple[str, EventType]]:
    """Who states facts of this type."""
    return [(name, event) for name, service in SERVICES.items() for event in service.all_events if event.type == event_type]


@pytest.mark.parametrize(("consumer", "event_type"), HEARD, ids=lambda value: str(value))
def test_what_is_heard_is_stated_and_its_example_can_be_read(consumer: str, event_type: str) -> None:
    producers = stated(event_type)
    assert producers, f"{consumer} listens to {event_type}, which nobody states"
    reaction = SERVICES[consumer].hears(event_type)
    assert reaction is not None
    for _name, event in producers:
        as_sent = json.loads(canonical(event.example))
        assert event.schema().validate(as_sent) == {}
        assert reaction.schema().validate(as_sent) == {}
        assert reaction.schema().validate({**as_sent, "from_a_later_release": {"nested": [1]}}) == {}


def test_a_fact_has_one_owner() -> None:
    own = [event.type for service in SERVICES.values() for event in service.events]
    assert len(own) == len(set(own))


def test_every_queue_is_bound_to_exactly_what_its_service_hears(many: ManyProcesses) -> None:
    for name, service in SERVICES.items():
        if not service.all_reactions:
            continue
        found: list[dict[str, Any]] = many.rabbitmq.management.call("GET", f"/api/queues/%2F/{topology.queue_name(name)}/bindings")
        bound = {one["routing_key"] for one in found if one["source"] == topology.EVENTS.name}
        assert bound == set(topology.bindings(service.all_reactions)), name


def test_nothing_that_is_heard_ended_unrouted(many: ManyProcesses) -> None:
    """Facts that nobody is bound to are none that anybody hears."""
    queues = {one["name"]: one for one in many.rabbitmq.management.call("GET", "/api/queues/%2F")}
    assert {topology.queue_name(name) for name, service in SERVICES.items() if service.all_reactions} <= set(queues)
    assert all(one["arguments"].get("x-queue-type") == "quorum" for one in queues.values())
