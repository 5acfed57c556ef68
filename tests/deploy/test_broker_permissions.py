"""What a service's user may do on the broker, shown on a real one: its own queue, facts of its own things, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from amqp import Channel, Connection, Message
from amqp.exceptions import AccessRefused, NotAllowed

from kesu_common.bus import Bus
from kesu_common.servers import RabbitMQ
from kesu_common.service import NAMES

QUORUM = {"x-queue-type": "quorum"}


@pytest.fixture
def channel(broker: RabbitMQ, secrets: Path) -> Iterator[Callable[[str], Channel]]:
    """A channel with publisher confirms, opened as a service would: `channel("quality")`."""
    opened: list[Connection] = []

    def as_service(name: str) -> Channel:
        kept = urlsplit((secrets / f"{name}_bus_url").read_text())
        server = urlsplit(broker.url())
        account = {"userid": kept.username, "password": kept.password, "virtual_host": kept.path[1:]}
        connection = Connection(f"{server.hostname}:{server.port}", confirm_publish=True, **account)
        connection.connect()
        opened.append(connection)
        return connection.channel()

    yield as_service
    for connection in opened:
        connection.close()


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(AccessRefused):  # 403
        yield


def publish(channel: Channel, key: str, exchange: str = "kesu.events", body: str = "{}") -> None:
    channel.basic_publish_confirm(Message(body, delivery_mode=2), exchange=exchange, routing_key=key, confirm_timeout=10)


def get(channel: Channel, queue: str) -> Message:
    """The next message of a queue; a quorum queue may show it a moment after the confirm."""
    deadline = time.monotonic() + 10
    while (message := channel.basic_get(queue, no_ack=True)) is None:
        assert time.monotonic() < deadline, f"nothing came to {queue}"
    return message


def own_queue(channel: Channel, service: str, *keys: str) -> str:
    name = f"kesu.{service}"
    channel.queue_declare(name, durable=True, auto_delete=False, arguments=QUORUM)
    channel.queue_purge(name)
    for key in keys:
        channel.queue_bind(name, "kesu.events", key)
    return name


@pytest.mark.parametrize("service", NAMES)
def test_every_service_declares_binds_publishes_and_reads_its_own(channel: Callable[[str], Channel], service: str) -> None:
    mine = channel(service)
    queue = own_queue(mine, service, "task.opened.*")
    publish(mine, "task.opened.SZ", body="mine")
    assert get(mine, queue).body == "mine"


def test_a_fact_of_one_service_reaches_the_others_that_bound_it_and_only_these(channel: Callable[[str], Channel]) -> None:
    intake, quality, capa = channel("intake"), channel("quality"), channel("capa")
    own_queue(quality, "quality", "complaint.dispatched.*")
    own_queue(capa, "capa", "complaint.escalated.*")
    publish(intake, "complaint.dispatched.SZ", body="test it")
    assert get(quality, "kesu.quality").body == "test it"
    assert capa.basic_get("kesu.capa", no_ack=True) is None


def test_a_fact_that_nobody_bound_is_kept_in_unrouted(broker: RabbitMQ, channel: Callable[[str], Channel]) -> None:
    publish(channel("survey"), "target.missed.NOWHERE", body="nobody hears")
    with Connection(host(broker), **administrator(broker)) as connection:
        assert get(connection.channel(), "kesu.unrouted").body == "nobody hears"


def test_a_message_delivered_too_often_goes_to_dead(broker: RabbitMQ, channel: Callable[[str], Channel]) -> None:
    quality = channel("quality")
    queue = own_queue(quality, "quality", "task.overdue.*")
    publish(quality, "task.overdue.SZ", body="too hard")
    with Connection(host(broker), **administrator(broker)) as connection:
        administrators = connection.channel()
        deadline = time.monotonic() + 30
        while (dead := administrators.basic_get("kesu.dead", no_ack=True)) is None:
            assert time.monotonic() < deadline, "never dead-lettered"
            if (message := quality.basic_get(queue)) is not None:
                quality.basic_reject(message.delivery_tag, requeue=True)
    assert dead.body == "too hard"


def test_the_bus_as_workers_use_it_needs_no_more_than_this(broker: RabbitMQ, secrets: Path) -> None:
    def bus(service: str) -> Bus:
        kept = urlsplit((secrets / f"{service}_bus_url").read_text())
        return Bus(f"amqp://{kept.username}:{kept.password}@{host(broker)}{kept.path}")

    publisher, subscription = bus("intake").publisher(), bus("capa").subscription("capa", ["kesu.complaint.withdrawn.v1"])
    subscription.receive(0.01)
    assert publisher.publish_batch([("complaint.withdrawn.SZ", b"{}")]) == 1
    assert subscription.receive(10) == [b"{}"]
    subscription.acknowledge()
    subscription.close()
    publisher.close()


def test_quality_may_not_state_facts_of_other_departments(channel: Callable[[str], Channel]) -> None:
    for key in ("complaint.registered.SZ", "return.approved.SZ", "person.changed.SZ", "tests.recorded.SZ"):
        with refused():
            publish(channel("quality"), key)


def test_quality_may_not_publish_to_others_queues_past_the_exchange(channel: Callable[[str], Channel]) -> None:
    own_queue(channel("intake"), "intake")
    for exchange, key in (("", "kesu.intake"), ("kesu.unrouted", ""), ("kesu.dead", ""), ("amq.topic", "x"), ("amq.fanout", "x")):
        with refused():
            publish(channel("quality"), key, exchange)


def test_quality_may_not_declare_or_delete_exchanges(channel: Callable[[str], Channel]) -> None:
    with refused():
        channel("quality").exchange_declare("kesu.extra", "topic", durable=True, auto_delete=False)
    with refused():
        channel("quality").exchange_declare("kesu.events", "topic", durable=True, auto_delete=False)
    with refused():
        channel("quality").exchange_delete("kesu.events")


def test_quality_may_look_whether_the_exchange_is_there(channel: Callable[[str], Channel]) -> None:
    channel("quality").exchange_declare("kesu.events", "topic", passive=True)


def test_quality_may_not_touch_others_queues(channel: Callable[[str], Channel]) -> None:
    own_queue(channel("intake"), "intake")
    attempts: list[Callable[[Channel], object]] = [
        lambda c: c.basic_get("kesu.intake"),
        lambda c: c.basic_consume("kesu.intake", callback=print),
        lambda c: c.queue_purge("kesu.intake"),
        lambda c: c.queue_delete("kesu.intake"),
        lambda c: c.queue_bind("kesu.intake", "kesu.events", "#"),
        lambda c: c.queue_unbind("kesu.intake", "kesu.events", "complaint.registered.*"),
        lambda c: c.queue_declare("kesu.intake", durable=True, auto_delete=False, arguments=QUORUM),
        lambda c: c.queue_declare("kesu.quality2", durable=True, auto_delete=False, arguments=QUORUM),
        lambda c: c.basic_get("kesu.unrouted"),
        lambda c: c.basic_get("kesu.dead"),
    ]
    for attempt in attempts:
        with refused():
            attempt(channel("quality"))


def test_a_service_reaches_no_other_virtual_host_and_no_http_api(broker: RabbitMQ, secrets: Path) -> None:
    kept = urlsplit((secrets / "quality_bus_url").read_text())
    with pytest.raises(NotAllowed), Connection(host(broker), userid=kept.username, password=kept.password, virtual_host="/"):
        pass
    with pytest.raises(AccessRefused), Connection(host(broker), userid=kept.username, password="guessed", virtual_host="kesu"):
        pass
    assert {user["name"]: user["tags"] for user in broker.management.call("GET", "/api/users")}["kesu_quality"] == []


def test_limits_are_policies_on_the_queues(broker: RabbitMQ, channel: Callable[[str], Channel]) -> None:
    own_queue(channel("quality"), "quality")
    deadline = time.monotonic() + 30
    # The management API learns of a queue's policy a few seconds later.
    while "effective_policy_definition" not in (queue := broker.management.call("GET", "/api/queues/kesu/kesu.quality")):
        assert time.monotonic() < deadline, "no policy applies to kesu.quality"
    assert queue["type"] == "quorum"
    assert set(queue["arguments"]) == {"x-queue-type"}
    assert queue["effective_policy_definition"] == {
        "delivery-limit": 20,
        "dead-letter-exchange": "kesu.dead",
        "max-length": 1_000_000,
        "overflow": "drop-head",
    }


def host(broker: RabbitMQ) -> str:
    server = urlsplit(broker.url())
    return f"{server.hostname}:{server.port}"


def administrator(broker: RabbitMQ) -> dict[str, str]:
    server = urlsplit(broker.url())
    return {"userid": server.username or "", "password": server.password or "", "virtual_host": "kesu"}
