"""Desk on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kesu_common.people.actors import Actor
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig
from kesu_desk.app import service
from kesu_desk.sites.commands import add_site


@pytest.fixture
def desk(new_database: NewDatabase, tmp_path: Path) -> Iterator[Rig]:
    """The service with two sites, SZ and CD."""
    rig = Rig(service, new_database(service), tmp_path)
    with rig.runtime.database.transaction() as session:
        for code, zh, en in (("SZ", "深圳工厂", "Shenzhen plant"), ("CD", "成都工厂", "Chengdu plant")):
            add_site(session, Actor.service("desk"), code=code, name_zh=zh, name_en=en)
    yield rig
    rig.close()
