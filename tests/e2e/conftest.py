"""A service in this process with records in it: what tests of every endpoint start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kesu_common.service import Service, installed
from kesu_common.testing.databases import Databases
from kesu_common.testing.rig import Rig

SERVICES = installed()


@pytest.fixture(params=sorted(SERVICES))
def service(request: pytest.FixtureRequest) -> Service:
    """Each service in turn."""
    found: Service = SERVICES[request.param]
    return found


@pytest.fixture
def rig(service: Service, databases: Databases, tmp_path: Path) -> Iterator[Rig]:
    """The service on a fresh database that knows the site SZ."""
    url = databases.new(service)
    made = Rig(service, url, tmp_path)
    made.app.config["RATELIMIT_ENABLED"] = False
    made.know_site()
    yield made
    made.close()
    databases.drop(url)
