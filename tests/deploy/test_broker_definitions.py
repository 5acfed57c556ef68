"""deploy/rabbitmq/definitions.json agrees with the services: who they are and which facts they state."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kesu_common.bus import topology
from kesu_common.service import NAMES, load

Definitions = dict[str, Any]


def test_every_service_has_its_permissions_and_nobody_else_but_the_administrator(definitions: Definitions, secrets: Path) -> None:
    users = {f"kesu_{name}" for name in NAMES}
    assert {one["user"] for one in definitions["permissions"]} == users | {"kesu_admin"}
    assert {one["user"] for one in definitions["topic_permissions"]} == users
    made = json.loads((secrets / "rabbitmq_users.json").read_text())["users"]
    assert {user["name"]: user["tags"] for user in made} == {**{name: [] for name in users}, "kesu_admin": ["administrator"]}


def test_the_names_are_those_that_the_bus_uses(definitions: Definitions) -> None:
    exchanges = {one["name"]: one["type"] for one in definitions["exchanges"]}
    assert exchanges == {topology.EVENTS.name: "topic", topology.UNROUTED.name: "fanout", "kesu.dead": "fanout"}
    policies = {one["name"]: one for one in definitions["policies"]}
    assert policies["events"]["definition"] == {"alternate-exchange": topology.UNROUTED.name}
    for name in NAMES:
        assert re.fullmatch(policies["services"]["pattern"], topology.queue_name(name))


@pytest.mark.parametrize("service", NAMES)
def test_a_service_may_state_every_fact_that_it_states(definitions: Definitions, service: str) -> None:
    pattern = next(one["write"] for one in definitions["topic_permissions"] if one["user"] == f"kesu_{service}")
    stated = {topology.routing_key(event.type, "SZ") for event in load(service).events}
    refused = {key for key in stated if not re.search(pattern, key)}
    assert not refused, f"topic permissions of kesu_{service} in deploy/rabbitmq/definitions.json lack the things of {sorted(refused)}"


def test_only_what_rabbitmq_3_10_and_4_both_know_is_used(definitions: Definitions) -> None:
    assert {one["apply-to"] for one in definitions["policies"]} <= {"queues", "exchanges"}  # quorum_queues came later
    keys = set().union(*(one["definition"] for one in definitions["policies"]))
    assert keys <= {"alternate-exchange", "dead-letter-exchange", "delivery-limit", "max-length", "overflow", "expires"}
    assert all(one["arguments"] == {"x-queue-type": "quorum"} for one in definitions["queues"])  # nothing mirrored: 4.x has none
