"""The pytest plugin: one server per run, shared by its processes, ended with it; a database and a virtual host per test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from kombu.connection import Connection
from sqlalchemy.engine import make_url

from kesu_common.servers.processes import wait_until
from kesu_common.testing.plugin import NewDatabase

SHARED = """
import os, pytest
@pytest.mark.parametrize("number", range(4))
def test_uses(number, postgres_url, new_database, worker_id):
    with open(os.environ["SEEN"], "a") as seen:
        print(postgres_url, worker_id, new_database(), file=seen)
"""
# A background job has SIGINT ignored, and so would its children: here it works as at a terminal.
PYTEST = """
import signal, sys, pytest
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(pytest.main())
"""
ENDLESS = """
import os, threading
def test_waits(postgres_url):
    with open(os.environ["SEEN"], "w") as seen:
        print(postgres_url, file=seen)
    threading.Event().wait(60)
"""


def run(folder: Path, code: str, *options: str, **settings: str) -> tuple[subprocess.Popen[str], Path]:
    """pytest on one file in a process of its own; the file that its tests write what they saw into."""
    (folder / "test_inner.py").write_text(code)
    seen, temporary = folder / "seen", folder / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KESU_TEST_", "PYTEST_"))}
    options = ("-p", "no:cacheprovider", f"--rootdir={folder}", *options)
    environment |= {"SEEN": str(seen), "TMPDIR": str(temporary), **settings}
    command = [
        sys.executable,
        "-c",
        PYTEST,
        "-q",
        "-p",
        "no:cacheprovider",
        f"--rootdir={folder}",
        *options,
        str(folder / "test_inner.py"),
    ]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True), seen


def can_connect(url: str) -> bool:
    try:
        psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_processes_of_a_run_share_one_server_which_ends_with_the_run(tmp_path: Path) -> None:
    process, seen = run(tmp_path, SHARED, "-n2")
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    uses = [line.split() for line in seen.read_text().splitlines()]
    assert len({url for url, _, _ in uses}) == 1
    assert {worker for _, worker, _ in uses} == {"gw0", "gw1"}
    assert not can_connect(uses[0][0])
    assert not list((tmp_path / "tmp").glob("kesu-test-*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    process, seen = run(tmp_path, ENDLESS)
    assert wait_until(lambda: seen.exists() and bool(seen.read_text()), 60)
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert "Interrupt" in output
    assert not can_connect(seen.read_text().strip())
    assert not list((tmp_path / "tmp").glob("kesu-test-*"))


def test_what_a_killed_run_left_is_ended_by_the_next(tmp_path: Path) -> None:
    process, seen = run(tmp_path, ENDLESS)
    assert wait_until(lambda: seen.exists() and bool(seen.read_text()), 60)
    url = seen.read_text().strip()
    process.kill()
    process.communicate(timeout=60)
    assert can_connect(url)
    process, _ = run(tmp_path, "def test_nothing(): pass")
    process.communicate(timeout=60)
    assert not can_connect(url)


def test_a_given_server_is_used_and_left_clean(tmp_path: Path, postgres_url: str) -> None:
    process, seen = run(tmp_path, SHARED, KESU_TEST_POSTGRES_URL=postgres_url)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    uses = [line.split() for line in seen.read_text().splitlines()]
    assert {url for url, _, _ in uses} == {postgres_url}
    assert len({made for _, _, made in uses}) == 4
    assert not any(can_connect(made) for _, _, made in uses)


def test_a_test_that_needs_a_missing_broker_fails_with_words(tmp_path: Path) -> None:
    process, _ = run(
        tmp_path,
        "def test_uses(amqp_url): pass",
        KESU_TEST_RABBITMQ_URL="amqp://127.0.0.1:1",
        KESU_TEST_RABBITMQ_MANAGEMENT_URL="http://127.0.0.1:1",
    )
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "RabbitMQ's management API at http://127.0.0.1:1 does not answer" in output


def test_two_databases_of_one_service_share_nothing(new_database: NewDatabase) -> None:
    first, second = new_database(), new_database()
    plain = [make_url(url).set(drivername="postgresql").render_as_string(hide_password=False) for url in (first, second)]
    with psycopg.connect(plain[0], autocommit=True) as one, psycopg.connect(plain[1]) as two:
        one.execute("CREATE TABLE only_here ()")
        found: Any = two.execute("SELECT to_regclass('only_here')").fetchone()
        assert found == (None,)


def test_a_test_has_a_virtual_host_of_its_own(amqp_url: str) -> None:
    assert "kesu-test-" in amqp_url
    with Connection(amqp_url) as connection:
        connection.ensure_connection(max_retries=1)
