"""The pytest plugin of Kesu: real PostgreSQL and RabbitMQ for every test that asks, started once per run, shared by its processes.

A test that needs a server never skips: the server is started, or the test fails saying what is missing.
"""

from __future__ import annotations

import secrets
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from kesu_common.servers import Management
from kesu_common.testing.databases import Databases
from kesu_common.testing.run import Run

if TYPE_CHECKING:
    from kesu_common.service import Service

_RUN = pytest.StashKey[Run]()
_SCRATCH = "kesu_scratch"


class NewDatabase(Protocol):
    """What the fixture `new_database` gives."""

    def __call__(self, service: Service | str | None = None) -> str: ...


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and begin the run, or join it in a worker of xdist."""
    config.addinivalue_line("markers", "clause(*ids): the clauses of the procedure that this test shows")
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker is not None:
        config.stash[_RUN] = Run(Path(worker[_SCRATCH]))
        return
    config.stash[_RUN] = Run.begin()
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside is ended as by Ctrl-C: the servers are stopped


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where the run's folder is."""
    node.workerinput[_SCRATCH] = str(node.config.stash[_RUN].scratch)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what the run started."""
    run = config.stash.get(_RUN, None)
    if run is not None and not hasattr(config, "workerinput"):
        run.end()


@pytest.fixture(scope="session")
def postgres_url(pytestconfig: pytest.Config) -> str:
    """URL of a PostgreSQL server on which databases may be made (its maintenance database)."""
    return pytestconfig.stash[_RUN].postgres_url()


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Databases:
    """Makes and drops databases; for fixtures that live longer than one test."""
    return Databases(pytestconfig.stash[_RUN])


@pytest.fixture
def new_database(databases: Databases) -> Iterator[NewDatabase]:
    """`new_database("intake")` is the URL of a fresh migrated database, `new_database()` of an empty one; dropped after the test."""
    made: list[str] = []

    def new(service: Service | str | None = None) -> str:
        made.append(databases.new(service))
        return made[-1]

    yield new
    for url in made:
        databases.drop(url)


@pytest.fixture(scope="session")
def rabbitmq(pytestconfig: pytest.Config) -> Management:
    """The management API of the run's broker: makes virtual hosts; for fixtures that live longer than one test."""
    return pytestconfig.stash[_RUN].rabbitmq()


@pytest.fixture
def amqp_url(rabbitmq: Management) -> Iterator[str]:
    """URL of a virtual host that belongs to this test alone."""
    name = f"kesu-test-{secrets.token_hex(6)}"
    yield rabbitmq.create_vhost(name)
    rabbitmq.delete_vhost(name)
