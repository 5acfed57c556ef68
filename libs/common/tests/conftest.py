"""What the tests of common share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command

from kesu_common.database import CommonBase, Database
from kesu_common.database.migrate import config
from kesu_common.people.copies import learn_site
from kesu_common.testing.plugin import NewDatabase
from kesu_common.worktime import Calendar

SHENZHEN = {
    "code": "SZ",
    "name_zh": "深圳工厂",
    "name_en": "Shenzhen plant",
    "timezone": "Asia/Shanghai",
    "working_language": "zh",
    "calendar": Calendar().to_json(),
    "targets": {},
    "severity_rules": {},
}


@pytest.fixture
def common_database(new_database: NewDatabase) -> Iterator[Database]:
    """A database with the tables of common alone, and one site, SZ."""
    database = Database(new_database())
    with database.engine.begin() as connection:
        command.upgrade(config("kesu_common", "alembic_version_common", CommonBase.metadata, connection), "head")
    with database.transaction() as session:
        learn_site(session, SHENZHEN, 1)
    yield database
    database.close()
