"""The worker as a whole: a fact stated in one service has its effect in another; stopping, failing and starting again lose nothing."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from messaging_rig import Listener, eventually, state
from sqlalchemy import text

from kesu_common.database import Database
from kesu_common.figures import read_figures
from kesu_common.housekeeping import tidy
from kesu_common.jobs import Clockwork, Job
from kesu_common.metrics import Metrics
from kesu_common.probes import Probes
from kesu_common.supervised import Supervised
from kesu_common.testing.plugin import NewDatabase
from kesu_common.worker import Worker


@contextmanager
def working(*listeners: Listener) -> Iterator[list[Worker]]:
    workers = [Worker(listener.runtime) for listener in listeners]
    for worker in workers:
        worker.start()
    try:
        yield workers
    finally:
        for worker in workers:
            worker.stop()


@pytest.fixture(params=["memory", "amqp"])
def bus_url(request: pytest.FixtureRequest) -> str:
    return "memory://" if request.param == "memory" else str(request.getfixturevalue("amqp_url"))


def test_a_fact_travels_from_journal_to_effect_once(
    common_database: Database, second_database: Database, tmp_path: Path, bus_url: str
) -> None:
    here = Listener(common_database, tmp_path, "here", bus_url, catchup_seconds=3600)
    there = Listener(second_database, tmp_path, "there", bus_url, catchup_seconds=3600)
    with working(here, there) as (_, other):
        eventually(lambda: probed(common_database, here, there), seconds=30)
        here.heard.clear()
        there.heard.clear()
        with common_database.transaction() as session:
            for number in range(300):
                state(session, f"note {number}", f"NT-{number % 5}")
        eventually(lambda: len([word for word in here.heard + there.heard if word.startswith("note")]) == 600)
        assert other.ready()
    assert not other.ready()
    for listener in (here, there):
        assert len({event.id for event in listener.events}) == len(listener.events)
    for subject in range(5):
        own = [int(event.data["text"].split()[1]) for event in there.events if event.subject == f"NT-{subject}"]
        assert own == sorted(own)


def probed(database: Database, *listeners: Listener) -> bool:
    """State a fact; whether every listener has heard one by now: their queues are bound."""
    with database.transaction() as session:
        state(session, "probe", "NT-probe")
    threading.Event().wait(0.05)
    return all(listener.heard for listener in listeners)


@pytest.fixture
def second_database(new_database: NewDatabase) -> Iterator[Database]:
    from alembic import command

    from kesu_common.database import CommonBase
    from kesu_common.database.migrate import config

    database = Database(new_database())
    with database.engine.begin() as connection:
        command.upgrade(config("kesu_common", "alembic_version_common", CommonBase.metadata, connection), "head")
    yield database
    database.close()


def test_a_thread_that_fails_is_counted_and_started_again() -> None:
    metrics, stop = Metrics("sample"), threading.Event()
    calls: list[int] = []

    def work(stop: threading.Event) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("once")
        stop.wait()

    thread = Supervised("work", work, stop, metrics)
    thread.start()
    eventually(lambda: len(calls) == 2)
    assert thread.alive
    stop.set()
    assert thread.join(5)
    assert b'kesu_worker_thread_crashes_total{thread="work"} 1.0' in metrics.render()


def test_a_job_that_fails_does_not_stop_the_others(common_database: Database, tmp_path: Path) -> None:
    runtime, stop = Listener(common_database, tmp_path).runtime, threading.Event()
    done: list[object] = []

    def fail(_runtime: object) -> None:
        raise RuntimeError("broken")

    thread = threading.Thread(target=Clockwork(runtime, [Job("bad", 0.01, fail), Job("good", 0.01, done.append)]).run, args=(stop,))
    thread.start()
    eventually(lambda: len(done) >= 2)
    stop.set()
    thread.join()
    assert b'thread="job:bad"' in runtime.metrics.render()


def test_figures_show_the_backlog(common_database: Database, tmp_path: Path) -> None:
    listener = Listener(common_database, tmp_path)
    listener.deliver(listener.body("a"), b"rubbish")
    with common_database.transaction() as session:
        state(session)
    read_figures(listener.runtime)
    rendered = listener.runtime.metrics.render().decode()
    for line in ("kesu_inbox_waiting 1.0", "kesu_inbox_dead 1.0", "kesu_journal_unsent_facts 1.0"):
        assert line in rendered


def test_handled_facts_are_forgotten_after_thirty_days(common_database: Database, tmp_path: Path) -> None:
    listener = Listener(common_database, tmp_path)
    listener.deliver(listener.body("old"), listener.body("new", subject="NT-2"))
    listener.handle()
    with common_database.transaction() as session:
        session.execute(text("UPDATE inbox SET handled_at = handled_at - interval '31 days' WHERE subject = 'NT-1'"))
    assert tidy(listener.runtime) == 1
    assert listener.states() == {"new": "done"}


def test_probes_answer() -> None:
    ready = [True]
    probes = Probes(0, alive=lambda: True, ready=lambda: ready[0], metrics=Metrics("sample").render)
    probes.start()

    def status(path: str) -> int:
        try:
            return int(urllib.request.urlopen(f"http://127.0.0.1:{probes.port}{path}").status)
        except urllib.error.HTTPError as error:
            return error.code

    assert [status(path) for path in ("/livez", "/readyz", "/metrics", "/else")] == [200, 200, 200, 404]
    ready[0] = False
    assert status("/readyz") == 503
    probes.stop()
