"""Both transports: what is published arrives in order at every service that listens, is kept until acknowledged, and errors are told."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Iterator

import pytest
from kombu.connection import Connection
from messaging_rig import eventually

from kesu_common.bus import Bus, BusError, Subscription

TYPES = ("kesu.note.written.v1",)


@pytest.fixture(params=["memory", "amqp"])
def bus(request: pytest.FixtureRequest) -> Bus:
    return Bus("memory://" if request.param == "memory" else request.getfixturevalue("amqp_url"))


@pytest.fixture
def name() -> str:
    return f"test-{secrets.token_hex(4)}"


@pytest.fixture
def subscription(bus: Bus, name: str) -> Iterator[Subscription]:
    made = bus.subscription(name, TYPES)
    assert made.receive(0.05) == []
    yield made
    made.close()


def batch(*words: str, topic: str = "note.written.SZ") -> list[tuple[str, bytes]]:
    return [(topic, word.encode()) for word in words]


def test_what_is_published_arrives_in_order(bus: Bus, subscription: Subscription) -> None:
    words = [str(number) for number in range(1000)]
    assert bus.publisher().publish_batch(batch(*words)) == 1000
    got: list[bytes] = []
    while len(got) < 1000:
        part = subscription.receive(5)
        assert 0 < len(part) <= 100
        got += part
        subscription.acknowledge()
    assert [word.decode() for word in got] == words


def test_only_what_the_service_reacts_to_arrives(bus: Bus, subscription: Subscription) -> None:
    publisher = bus.publisher()
    publisher.publish_batch([*batch("no", topic="note.burnt.SZ"), *batch("no", topic="other.written.SZ"), *batch("yes")])
    assert subscription.receive(5) == [b"yes"]
    assert subscription.receive(0.05) == []


def test_a_star_hears_everything(bus: Bus, name: str) -> None:
    everything = bus.subscription(name, ["*"])
    everything.receive(0.05)
    bus.publisher().publish_batch(batch("x", topic="whatever.happened.SH"))
    assert everything.receive(5) == [b"x"]
    everything.close()


def test_several_threads_use_the_bus_at_once(bus: Bus, subscription: Subscription) -> None:
    def publish(number: int) -> None:
        publisher = bus.publisher()
        for part in range(5):
            publisher.publish_batch(batch(*(f"{number}/{part}/{i}" for i in range(20))))
        publisher.close()

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    got: list[bytes] = []
    while len(got) < 600:
        part = subscription.receive(5)
        assert part
        got += part
        subscription.acknowledge()
    assert len(set(got)) == 600
    for thread in threads:
        thread.join()


def test_amqp_delivers_again_what_was_not_acknowledged(amqp_url: str, name: str) -> None:
    bus = Bus(amqp_url)
    first = bus.subscription(name, TYPES)
    first.receive(0.05)
    bus.publisher().publish_batch(batch("a", "b"))
    assert first.receive(5) == [b"a", b"b"]
    first.close()
    second = bus.subscription(name, TYPES)
    assert eventually(lambda: second.receive(1)) == [b"a", b"b"]
    second.acknowledge()
    second.close()


def test_amqp_keeps_what_nobody_is_bound_for(amqp_url: str) -> None:
    assert Bus(amqp_url).publisher().publish_batch(batch("lost?", topic="nobody.listens.SZ")) == 1
    with Connection(amqp_url) as connection:
        message = eventually(lambda: connection.channel().basic_get("kesu.unrouted"))
    assert message.body == "lost?"


def test_a_broker_that_is_not_there_is_an_error_not_a_wait() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"amqp://guest:guest@127.0.0.1:{taken.getsockname()[1]}//"
        with pytest.raises(BusError) as caught:
            Bus(url).publisher().publish_batch(batch("x"))
        assert caught.value.confirmed == 0
        with pytest.raises(BusError):
            Bus(url).subscription("x", TYPES).receive(0.1)


def test_a_confirm_that_does_not_come_is_an_error_and_the_next_try_works(amqp_url: str) -> None:
    with Forwarder(amqp_url) as forwarder:
        publisher = Bus(forwarder.url).publisher(confirm_timeout=0.5)
        assert publisher.publish_batch(batch("a")) == 1
        forwarder.silent.set()
        with pytest.raises(BusError, match=r"no confirm|timed out"):
            publisher.publish_batch(batch("b", "c"))
        forwarder.silent.clear()
        assert publisher.publish_batch(batch("b", "c")) == 2
        publisher.close()


class Forwarder:
    """A TCP proxy before the broker; while `silent` is set nothing comes back, as from a broker under a memory alarm."""

    def __init__(self, amqp_url: str) -> None:
        head, _, tail = amqp_url.partition("@")
        address, _, vhost = tail.partition("/")
        host, _, port = address.partition(":")
        self.target = (host, int(port))
        self.silent = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"{head}@127.0.0.1:{self.listener.getsockname()[1]}/{vhost}"

    def __enter__(self) -> Forwarder:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(self.target)
            threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, back: bool) -> None:
        try:
            while data := source.recv(65536):
                if not (back and self.silent.is_set()):
                    sink.sendall(data)
        except OSError:
            pass
        finally:
            sink.close()
