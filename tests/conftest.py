"""What the tests of the whole share: one installation of each way per run, started when first needed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.installations import Installation, ManyProcesses, OneProcess
from tests.play import wait_until_quiet

INSTALLATIONS = "installations"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of whole installations go to one process of the run (`--dist loadgroup`): each is started once, and no two work at once."""
    for item in items:
        if {"many_started", "one_started"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(INSTALLATIONS))


@pytest.fixture(scope="session")
def one_started(request: pytest.FixtureRequest) -> Iterator[OneProcess]:
    """An installation in one process, for the whole run."""
    with tempfile.TemporaryDirectory(prefix="kesu-one-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL may run under another account and must pass through
        installation = OneProcess(Path(folder))
        try:
            _ready(installation, request)
            yield installation
        finally:
            installation.stop()


@pytest.fixture(scope="session")
def many_started(request: pytest.FixtureRequest) -> Iterator[ManyProcesses]:
    """An installation of separate processes, for the whole run."""
    with tempfile.TemporaryDirectory(prefix="kesu-many-") as folder:
        Path(folder).chmod(0o711)
        installation = ManyProcesses(Path(folder))
        try:
            _ready(installation, request)
            yield installation
        finally:
            installation.stop()


def _ready(installation: Installation, request: pytest.FixtureRequest) -> None:
    """Start it, with the site and its people known to every service."""
    grouped = any(item.nodeid.endswith(f"@{INSTALLATIONS}") for item in request.session.items)
    assert grouped or "PYTEST_XDIST_WORKER" not in os.environ, "pytest-xdist does not keep the group together: is it fit for this pytest?"
    installation.start()
    installation.cast()
    wait_until_quiet(installation)


@pytest.fixture
def one(one_started: OneProcess) -> OneProcess:
    """The installation in one process; whatever the test before it has killed runs again."""
    one_started.start()
    return one_started


@pytest.fixture
def many(many_started: ManyProcesses) -> ManyProcesses:
    """The installation of separate processes; whatever the test before it has killed runs again."""
    many_started.start()
    return many_started
