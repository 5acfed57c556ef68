"""The copies of sites, people and keys that every service keeps from desk's facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kesu_common.database import Database
from kesu_common.errors import Invalid
from kesu_common.events import Event
from kesu_common.people.copies import COMMON_REACTIONS, KnownKey, KnownPerson, Site, site_of

SITE = {
    "code": "CD",
    "name_zh": "成都工厂",
    "name_en": "Chengdu plant",
    "timezone": "Asia/Shanghai",
    "working_language": "zh",
    "calendar": {"country": "CN"},
    "targets": {"quality.review": {"days": 2}},
    "severity_rules": {},
}
PERSON = {
    "login": "li.wei",
    "name": "李伟",
    "language": "zh",
    "email": "li@example.com",
    "active": True,
    "grants": [{"role": "sales", "site": "CD"}],
}
KEY = {
    "prefix": "kd_abcdefghjk",
    "kind": "device",
    "name": "Scanner 3",
    "secret_sha256": "0" * 64,
    "grants": [{"role": "scanner", "site": "CD"}],
    "place": "Gate 2",
}
MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


def hear(database: Database, kind: str, sequence: int, data: dict[str, Any]) -> None:
    """Let the common reaction handle a fact as the inbox does."""
    reaction = COMMON_REACTIONS[kind]
    event = Event(
        id=str(uuid4()),
        type=kind,
        source="/kesu/desk",
        subject="x",
        site="*",
        case=None,
        sequence=sequence,
        time=MORNING,
        actor={},
        causation=None,
        traceparent=None,
        data=reaction.schema().load(data),
    )
    with database.transaction() as session:
        reaction.function(session, event)


def test_a_site_is_known_with_its_calendar_once_desk_has_stated_it(common_database: Database) -> None:
    hear(common_database, "kesu.site.changed.v1", 5, {**SITE, "from_a_later_version": 1})
    with common_database.transaction() as session:
        site = site_of(session, "CD")
        assert site.name("zh") == "成都工厂"
        assert site.worktime().timezone == "Asia/Shanghai"
        with pytest.raises(Invalid, match="no site"):
            site_of(session, "XX")


def test_an_older_fact_never_replaces_a_newer_one_and_the_same_fact_twice_changes_nothing(common_database: Database) -> None:
    for sequence, name in ((7, "new"), (6, "old"), (7, "new")):
        hear(common_database, "kesu.site.changed.v1", sequence, {**SITE, "name_en": name})
        hear(common_database, "kesu.person.changed.v1", sequence, {**PERSON, "name": name})
    with common_database.transaction() as session:
        site, person = session.get(Site, "CD"), session.get(KnownPerson, "li.wei")
        assert site is not None
        assert person is not None
        assert (site.name_en, person.name) == ("new", "new")


def test_a_revocation_that_comes_before_the_person_or_out_of_order_holds(common_database: Database) -> None:
    for moment in (MORNING, MORNING - timedelta(hours=1)):
        hear(common_database, "kesu.person.revoked.v1", 9, {"login": "li.wei", "sessions_before": moment.isoformat()})
    hear(common_database, "kesu.person.changed.v1", 3, PERSON)
    with common_database.transaction() as session:
        person = session.get(KnownPerson, "li.wei")
        assert person is not None
        assert person.sessions_before == MORNING
        assert person.grants == PERSON["grants"]


def test_a_revoked_key_stays_revoked_when_its_issue_is_heard_later(common_database: Database) -> None:
    hear(common_database, "kesu.key.revoked.v1", 9, KEY)
    hear(common_database, "kesu.key.issued.v1", 3, KEY)
    with common_database.transaction() as session:
        key = session.get(KnownKey, KEY["prefix"])
        assert key is not None
        assert key.revoked
        assert key.place == "Gate 2"
