"""deploy/postgres/roles.sh on a real PostgreSQL: a database and a role per service, each closed to the others; it may be run again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from kesu_common.servers import Postgres
from kesu_common.servers.binaries import postgres_binaries
from kesu_common.service import NAMES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private cluster's URL, of its administrator."""
    cluster = Postgres(tmp_path_factory.mktemp("postgres"), durable=False)
    yield cluster.start()
    cluster.stop()


def make_roles(server: str, passwords: Path) -> subprocess.CompletedProcess[str]:
    url = urlsplit(server)
    environment = {
        "PATH": f"{postgres_binaries().folder}:{os.environ['PATH']}",
        "PGHOST": url.hostname or "",
        "PGPORT": str(url.port),
        "PGPASSWORD": url.password or "",
        "POSTGRES_USER": url.username or "",
        "KESU_ROLES_FILE": str(passwords),
    }
    return subprocess.run(["sh", ROOT / "deploy/postgres/roles.sh"], env=environment, capture_output=True, text=True, check=False)


def connect(server: str, service: str, password: str, database: str) -> psycopg.Connection:
    url = urlsplit(server)
    return psycopg.connect(host=url.hostname, port=url.port, user=f"kesu_{service}", password=password, dbname=database)


def test_every_service_gets_its_own_database_and_no_other(server: str, secrets: Path) -> None:
    for _ in range(2):
        done = make_roles(server, secrets / "postgres_roles")
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    passwords = dict(line.split() for line in (secrets / "postgres_roles").read_text().splitlines())
    assert set(passwords) == set(NAMES)
    for service, password in passwords.items():
        assert password in (secrets / f"{service}_database_url").read_text()
        with connect(server, service, password, f"kesu_{service}") as own:
            own.execute("CREATE TABLE thing (id int)")
            assert own.execute("SHOW server_encoding").fetchone() == ("UTF8",)
            assert own.execute("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone() == (
                False,
            )
        for other in set(NAMES) - {service}:
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                connect(server, service, password, f"kesu_{other}")


def test_a_changed_password_counts_after_the_next_run(server: str, tmp_path: Path) -> None:
    for password in ("first", 'it\'s; \\second $(x) "quoted"'):
        file = tmp_path / "roles"
        file.write_text(f"desk {password}\n")
        assert make_roles(server, file).returncode == 0
        with connect(server, "desk", password, "kesu_desk"):
            pass
    with pytest.raises(psycopg.OperationalError):
        connect(server, "desk", "first", "kesu_desk")
