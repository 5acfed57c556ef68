"""The relay numbers without gaps, keeps the order, stands by, survives a bus that fails, and wakes up at once."""

from __future__ import annotations

import functools
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from messaging_rig import eventually, number_all, state
from sqlalchemy import select, text

from kesu_common.bus import BusError
from kesu_common.database import Database
from kesu_common.journal.model import JournalEntry
from kesu_common.journal.pace import Pace
from kesu_common.journal.relay import Relay
from kesu_common.metrics import Metrics
from kesu_common.supervised import Supervised


class FakeBus:
    """Keeps what is published; `refuse_after` facts it fails, as a broker that goes away in the middle of a batch."""

    def __init__(self) -> None:
        self.sent: list[dict[str, object]] = []
        self.refuse_after: int | None = None
        self.tries = 0

    def publish_batch(self, batch: Sequence[tuple[str, bytes]]) -> int:
        self.tries += 1
        taken = batch if self.refuse_after is None else batch[: self.refuse_after]
        self.sent += [{"key": key, **json.loads(body)} for key, body in taken]
        if len(taken) < len(batch):
            raise BusError("gone", confirmed=len(taken))
        return len(batch)

    def close(self) -> None:
        pass


@contextmanager
def running(database: Database, bus: FakeBus) -> Iterator[Metrics]:
    metrics, stop = Metrics("sample"), threading.Event()
    relay = Relay(database, "sample", bus, metrics)
    thread = Supervised("relay", relay.run, stop, metrics)
    thread.start()
    try:
        yield metrics
    finally:
        stop.set()
        thread.join(10)


def sent(bus: FakeBus, count: int) -> bool:
    return len(bus.sent) == count


def texts(bus: FakeBus) -> list[str]:
    return [event["data"]["text"] for event in bus.sent]  # type: ignore[index]


def test_publishes_committed_facts_in_order_as_cloudevents(common_database: Database) -> None:
    bus = FakeBus()
    with common_database.transaction() as session:
        for number in range(1200):
            state(session, str(number))
    with running(common_database, bus):
        eventually(lambda: len(bus.sent) == 1200)
    assert texts(bus) == [str(number) for number in range(1200)]
    assert [event["sequence"] for event in bus.sent] == list(range(1, 1201))
    first = bus.sent[0]
    assert (first["specversion"], first["source"], first["key"]) == ("1.0", "/kesu/sample", "note.written.SZ")


def test_a_fact_committed_late_is_numbered_after_those_committed_before(common_database: Database) -> None:
    bus = FakeBus()
    with running(common_database, bus):
        with common_database.session_factory() as late, late.begin():
            state(late, "written first", "NT-1")
            with common_database.transaction() as early:
                state(early, "committed first", "NT-2")
            eventually(lambda: texts(bus) == ["committed first"])
        eventually(lambda: texts(bus) == ["committed first", "written first"])
    assert [event["sequence"] for event in bus.sent] == [1, 2]


def test_a_rolled_back_fact_leaves_no_gap(common_database: Database) -> None:
    with common_database.session_factory() as session:
        state(session, "never")
        session.rollback()
    with common_database.transaction() as session:
        state(session, "really")
    assert number_all(common_database).numbered == 1


def test_after_a_bus_error_nothing_is_lost_or_out_of_order_and_numbering_goes_on(common_database: Database) -> None:
    bus = FakeBus()
    bus.refuse_after = 3
    with common_database.transaction() as session:
        for number in range(5):
            state(session, str(number))
    with running(common_database, bus) as metrics:
        eventually(lambda: metrics.bus_blocked._value.get() == 1)
        bus.refuse_after = 0
        with common_database.transaction() as session:
            state(session, "5")

        def numbered() -> bool:
            with common_database.transaction() as session:
                return session.scalar(select(JournalEntry.sequence).order_by(JournalEntry.position.desc()).limit(1)) == 6

        eventually(numbered)
        bus.refuse_after = None
        eventually(lambda: len(bus.sent) == 6)
        eventually(lambda: metrics.bus_blocked._value.get() == 0)
    assert texts(bus) == [str(number) for number in range(6)]


def test_an_idle_relay_is_woken_at_once(common_database: Database) -> None:
    bus = FakeBus()
    with running(common_database, bus) as metrics:
        eventually(lambda: metrics.relay_active._value.get() == 1)
        took = []
        for number in range(20):
            started = time.monotonic()
            with common_database.transaction() as session:
                state(session, str(number))
            eventually(functools.partial(sent, bus, number + 1))
            took.append(time.monotonic() - started)
    assert sorted(took)[10] < 0.25, "polling alone would take a quarter of a second on average"


def test_a_standby_takes_over_when_the_active_relay_ends(common_database: Database) -> None:
    first, second = FakeBus(), FakeBus()
    with running(common_database, first) as active:
        eventually(lambda: active.relay_active._value.get() == 1)
        with running(common_database, second) as standby:
            with common_database.transaction() as session:
                state(session, "one")
            eventually(lambda: texts(first) == ["one"])
            assert standby.relay_active._value.get() == 0
            with common_database.transaction() as session:
                session.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7310002"))
            with common_database.transaction() as session:
                state(session, "two")
            eventually(lambda: [*texts(first), *texts(second)] == ["one", "two"])  # the standby, or the first one started again


def test_the_pace_follows_the_load() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _ in range(31):
        pace.count(1)
    assert not pace.idle, "more batches than thirty within a second"
    now[0] = 1.1
    pace.count(0)
    assert not pace.idle, "that second was busy"
    now[0] = 2.2
    assert pace.count(3)
    assert pace.idle


@pytest.mark.clause("6-d")
def test_the_database_refuses_to_change_or_delete_a_fact(common_database: Database) -> None:
    with common_database.transaction() as session:
        state(session)
    number_all(common_database)
    for statement in ("UPDATE journal SET data = '{}'", "DELETE FROM journal", "UPDATE journal SET sequence = 9"):
        with pytest.raises(Exception, match="only ever added to"), common_database.transaction() as session:
            session.execute(text(statement))
