"""What the same machine reaches with less, measured in the same run: PostgreSQL alone, the broker alone."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kombu.connection import Connection
from kombu.entity import Queue

from bench.house import House
from bench.load import pace
from kesu_common.bus import topology
from kesu_common.bus.amqp import AmqpPublisher
from kesu_common.servers.binaries import postgres_binaries

_TWO_INSERTS = """BEGIN;
INSERT INTO first (body) VALUES (repeat('x', 300));
INSERT INTO second (body) VALUES (repeat('x', 600));
END;
"""
_TABLES = """
    CREATE TABLE IF NOT EXISTS first (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
    CREATE TABLE IF NOT EXISTS second (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
"""
KEY = "bench.measured.SZ"
QUEUE = "bench.measured"


def two_inserts(house: House, seconds: float) -> float:
    """Transactions of two inserts a second, by pgbench over eight connections."""
    with house.connect("intake") as connection:
        connection.execute(_TABLES)
        info = connection.info
        where = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user, "PGPASSWORD": info.password, "PGDATABASE": info.dbname}
    script = house.home.folder / "two-inserts.sql"
    script.write_text(_TWO_INSERTS)
    command = [_pgbench(), "-n", "-M", "prepared", "-c", "8", "-j", "1", "-T", str(max(1, round(seconds))), "-f", str(script)]
    done = subprocess.run(command, env={**os.environ, **where}, capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said nothing of transactions a second:\n{done.stdout}")
    return float(found.group(1))


def pipelined(house: House, body: bytes, count: int) -> float:
    """Messages a second published to a quorum queue in batches with pipelined confirms, and nothing else."""
    with _queue(house):
        publisher = AmqpPublisher(house.bus_url)
        publisher.publish_batch([(KEY, body)])
        began = time.perf_counter()
        for _ in range(0, count, 500):
            publisher.publish_batch([(KEY, body)] * 500)
        seconds = time.perf_counter() - began
        publisher.close()
    return count / seconds


def one_way(house: House, body: bytes, *, rate: float, count: int) -> list[float]:
    """Seconds of each persistent message from its publication to its arrival at a consumer of a quorum queue, at `rate` a second."""
    arrived: list[float] = []
    there = threading.Event()

    def consume() -> None:
        with Connection(house.bus_url) as connection:
            channel: Any = connection.channel()

            def take(message: Any) -> None:
                arrived.append(time.perf_counter())
                channel.basic_ack(message.delivery_tag)

            channel.basic_qos(0, 100, False)
            channel.basic_consume(queue=QUEUE, callback=take)
            there.set()
            while len(arrived) < count:
                connection.drain_events(timeout=30)

    with _queue(house):
        consumer = threading.Thread(target=consume)
        consumer.start()
        there.wait()
        publisher = AmqpPublisher(house.bus_url)
        publisher.publish_batch([])
        due = pace(rate, [lambda line: line.publish_batch([(KEY, body)])] * count, lambda: publisher, lanes=1)
        consumer.join()
        publisher.close()
    return [seen - sent for seen, sent in zip(arrived, due, strict=True)]


@contextmanager
def _queue(house: House) -> Iterator[None]:
    with Connection(house.bus_url) as connection:
        topology.declare_exchanges(connection)
        channel: Any = connection.channel()
        queue = Queue(QUEUE, durable=True, queue_arguments=topology.QUORUM)(channel)
        queue.queue_declare()
        queue.bind_to(exchange=topology.EVENTS, routing_key=KEY)
        try:
            yield
        finally:
            queue.delete()


def _pgbench() -> str:
    found: Path = postgres_binaries().folder / "pgbench"
    if not found.exists():
        raise RuntimeError(f"pgbench is not beside the server in {found.parent} (Debian: it comes with postgresql)")
    return str(found)
