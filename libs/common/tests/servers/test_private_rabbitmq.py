"""A private RabbitMQ starts beside others, survives its starter, and can lose everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu.connection import Connection

from kesu_common.servers import RabbitMQ, ServerError
from kesu_common.servers.rabbitmq_files import password_hash

HASHED = {"password_hash": password_hash("secret"), "hashing_algorithm": "rabbit_password_hashing_sha256"}
DEFINITIONS = {
    "vhosts": [{"name": "/"}],
    "users": [{"name": "intake", **HASHED, "tags": []}],
    "permissions": [{"user": "intake", "vhost": "/", "configure": "^kesu", "write": ".*", "read": ".*"}],
    "policies": [{"vhost": "/", "name": "short", "pattern": "^kesu", "apply-to": "queues", "priority": 1, "definition": {"max-length": 5}}],
}


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    made = RabbitMQ(tmp_path_factory.mktemp("broker"), management=True)
    yield made
    made.kill()


def has_queue(url: str, name: str) -> bool:
    """Whether the queue is there; makes a durable one if it is not."""
    with Connection(url) as connection:
        channel = connection.channel()
        try:
            channel.queue_declare(name, passive=True)
        except connection.channel_errors:
            connection.channel().queue_declare(name, durable=True, auto_delete=False)
            return False
        return True


def test_it_is_adopted_by_whoever_starts_it_next(broker: RabbitMQ) -> None:
    url = broker.start()
    before = (broker.directory / "node.pid").read_text()
    assert RabbitMQ(broker.directory, management=True).start() == url
    assert (broker.directory / "node.pid").read_text() == before


def test_what_it_keeps_is_there_after_a_restart_and_gone_after_a_wipe_and_its_address_stays(broker: RabbitMQ) -> None:
    url = broker.start()
    assert not has_queue(url, "kesu.intake")
    broker.stop()  # in good order: a queue declared in the moment of a kill may be lost
    assert broker.start() == url
    assert has_queue(url, "kesu.intake")
    broker.kill()
    broker.wipe()
    assert broker.start() == url
    assert not has_queue(url, "kesu.intake")


def test_a_virtual_host_of_one_s_own_shares_nothing(broker: RabbitMQ) -> None:
    broker.start()
    first, second = (broker.management.create_vhost(name) for name in ("of/one", "of/two"))
    has_queue(first, "kesu.quality")
    assert not has_queue(second, "kesu.quality")
    broker.management.delete_vhost("of/one")
    with pytest.raises(ServerError, match="404"):
        broker.management.call("GET", "/api/vhosts/of%2Fone")


def test_a_running_node_is_not_wiped(broker: RabbitMQ) -> None:
    broker.start()
    with pytest.raises(ServerError, match="runs: stop or kill it"):
        broker.wipe()


def test_definitions_are_loaded_with_their_users_and_policies_beside_our_own_administrator(tmp_path: Path) -> None:
    (tmp_path / "definitions.json").write_text(json.dumps(DEFINITIONS))
    broker = RabbitMQ(tmp_path / "broker", management=True, definitions=tmp_path / "definitions.json")
    try:
        url = broker.start()
        assert [policy["name"] for policy in broker.management.call("GET", "/api/policies")] == ["short"]
        theirs = url.replace(url.split("//")[1].split("@")[0], "intake:secret")
        assert not has_queue(theirs, "kesu.intake")
    finally:
        broker.kill()
