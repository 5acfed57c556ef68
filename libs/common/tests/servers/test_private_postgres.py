"""A private PostgreSQL starts, survives its starter, and gives way to nobody."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from kesu_common.servers import GivenPostgres, Postgres, ServerError, postgres
from kesu_common.servers.accounts import Account, server_account
from kesu_common.servers.binaries import PostgresBinaries, available_postgres, postgres_binaries
from kesu_common.servers.processes import LOOPBACK

EACH = sorted({binaries.version: binaries for binaries in available_postgres()}.values(), key=lambda binaries: binaries.version)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    made = Postgres(tmp_path / "pg", durable=False)
    yield made
    made.remove()


def ask(url: str, query: str) -> object:
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


@pytest.mark.parametrize("binaries", EACH, ids=lambda binaries: binaries.version)
def test_every_postgresql_of_this_machine_serves(tmp_path: Path, binaries: PostgresBinaries) -> None:
    server = Postgres(tmp_path / "pg", durable=False, binaries=binaries)
    try:
        server.start()
        url = server.ensure_database("kesu_intake")
        assert ask(url, "SHOW server_version_num")[:2] == str(binaries.major)  # type: ignore[index]
        assert ask(url, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
    finally:
        server.remove()


def test_a_database_is_made_once(server: Postgres) -> None:
    server.start()
    assert server.ensure_database("kesu_intake") == server.ensure_database("kesu_intake")


def test_a_durable_server_syncs_its_disk_and_one_for_tests_does_not(tmp_path: Path) -> None:
    for durable, expected in ((True, "on"), (False, "off")):
        server = Postgres(tmp_path / expected, durable=durable)
        try:
            assert ask(server.start(), "SHOW fsync") == expected
        finally:
            server.remove()


def test_it_listens_on_the_loopback_and_asks_for_its_password(server: Postgres) -> None:
    url = make_url(server.start())
    assert url.host == LOOPBACK
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=LOOPBACK, port=url.port, user="kesu", password="guess", dbname="postgres")


def test_what_a_killed_starter_left_running_is_adopted(tmp_path: Path) -> None:
    data_dir = tmp_path / "pg"
    program = f"""
import os, signal
from pathlib import Path
from kesu_common.servers import Postgres
print(Postgres(Path({str(data_dir)!r}), durable=False).start(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    url = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stdout.strip()
    heir = Postgres(data_dir, durable=False)
    try:
        before = ask(url, "SELECT pg_postmaster_start_time()")
        assert heir.start() == url
        assert ask(url, "SELECT pg_postmaster_start_time()") == before
    finally:
        heir.remove()


def test_after_a_kill_it_starts_again_at_the_same_address_with_its_data(server: Postgres) -> None:
    server.start()
    url = server.ensure_database("kesu_intake")
    server.kill()
    server.start()
    assert ask(url, "SELECT current_database()") == "kesu_intake"


def test_a_pid_file_whose_number_is_now_somebody_else_s_is_no_obstacle(server: Postgres) -> None:
    server.start()
    server.stop()
    (server.data_dir / "cluster" / "postmaster.pid").write_text(f"1\n{server.data_dir}\n1\n5432\n\n127.0.0.1\n1 2\nready\n")
    assert ask(server.start(), "SELECT 1") == 1


def test_a_port_that_somebody_took_is_exchanged(server: Postgres) -> None:
    before = make_url(server.start()).port
    server.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((LOOPBACK, before or 0))
        other.listen()
        assert make_url(server.start()).port != before


def test_stopping_what_does_not_run_does_nothing(server: Postgres) -> None:
    server.stop()
    server.kill()


def test_data_of_another_major_version_are_refused_with_words() -> None:
    with pytest.raises(ServerError, match=r"PostgreSQL 9, which made the data here, is needed; found: \d+"):
        postgres_binaries(9)


def test_a_given_server_is_neither_started_nor_stopped(server: Postgres, tmp_path: Path) -> None:
    url = server.start()
    given = postgres(tmp_path / "unused", url)
    assert isinstance(given, GivenPostgres)
    assert given.start() == url
    given.stop()
    assert ask(given.ensure_database("kesu_capa"), "SELECT 1") == 1
    assert not (tmp_path / "unused").exists()


def test_an_account_that_may_not_pass_a_folder_cannot_reach_what_is_in_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = Account("stranger", uid=65533, gid=65533)
    assert not stranger.can_reach(closed / "data")


def test_an_ordinary_user_s_server_runs_as_that_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert server_account(tmp_path) is None
