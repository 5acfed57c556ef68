"""Desk on a database of its own."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from kesu_common.events import Event
from kesu_common.people.actors import Actor
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig
from kesu_desk.app import service
from kesu_desk.reactions import REACTIONS
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


class Tell:
    """Lets desk hear facts, one minute after the other."""

    began = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def __init__(self, desk: Rig) -> None:
        self._desk, self._numbers = desk, itertools.count(1)

    def __call__(
        self, source: str, topic: str, subject: str, *, case: str | None = None, sequence: int | None = None, at: datetime | None = None,
        site: str = "SZ", by: str = "wu", **data: Any,
    ) -> Event:  # fmt: skip
        """A fact: `tell("quality", "verdict.given", "QC-…", case=CASE, verdict="ours")`."""
        sequence = sequence or next(self._numbers)
        event = Event(
            id=str(uuid5(NAMESPACE_OID, f"{source}{sequence}")),
            type=f"kesu.{topic}.v1",
            source=f"/kesu/{source}",
            subject=subject,
            site=site,
            case=case,
            sequence=sequence,
            time=at or self.began + timedelta(minutes=sequence),
            actor={"kind": "person", "id": by, "name": by.title()},
            causation=None,
            traceparent=None,
            data=data,
        )
        self.again(event)
        return event

    def again(self, event: Event) -> None:
        """The same fact once more."""
        reaction = REACTIONS.get(event.type) or REACTIONS["*"]
        schema = reaction.schema()
        with self._desk.runtime.database.transaction() as session:
            reaction.function(session, Event(**{**vars(event), "data": schema.load(json.loads(json.dumps(event.data, default=str)))}))


@pytest.fixture
def tell(desk: Rig) -> Tell:
    """Lets desk hear facts."""
    return Tell(desk)
