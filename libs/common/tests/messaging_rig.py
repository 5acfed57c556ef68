"""What the tests of journal, bus, inbox and worker share: a sample service on a real database, and facts to send to it."""

from __future__ import annotations

import dataclasses
import itertools
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database import Database
from kesu_common.events import ConsumedSchema, Event, EventType, Reaction
from kesu_common.inbox.handler import Handler
from kesu_common.inbox.model import InboxEvent
from kesu_common.inbox.store import read, store
from kesu_common.journal.numbering import Mark, number_batch
from kesu_common.journal.record import record
from kesu_common.people.actors import Action, Actor
from kesu_common.runtime import Runtime
from kesu_common.service import Service
from kesu_common.testing.rig import test_settings as settings_of

TYPE = "kesu.note.written.v1"
ACTOR = Actor(id="anna", name="Anna Li", kind="person")


class Written(Schema):
    text = fields.String(required=True)


class WrittenRead(ConsumedSchema):
    text = fields.String(required=True)


WRITTEN = EventType(type=TYPE, schema=Written, example={"text": "hello"}, summary="A note was written.")
HEARD = EventType(type="kesu.note.heard.v1", schema=Written, example={"text": "hello"}, summary="A note was heard.")


@dataclasses.dataclass
class About:
    """What a fact is stated about."""

    number: str = "NT-1"
    site: str = "SZ"


def state(session: Session, text: str = "hello", number: str = "NT-1", event: EventType = WRITTEN) -> None:
    """State a fact about a note."""
    record(session, ACTOR, event, About(number), {"text": text})


def number_all(database: Database) -> Mark:
    """Number everything, as the relay does."""
    with database.dedicated() as connection:
        mark = Mark.read(connection)
        while number_batch(connection, mark):
            pass
        return mark


def eventually(condition: Callable[[], Any], *, seconds: float = 15.0) -> Any:
    """The first true value of `condition`; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        threading.Event().wait(0.01)
    raise AssertionError(f"did not come true within {seconds} s")


class Listener:
    """A service that keeps what it hears; `fail_on` maps texts to errors that its reaction raises."""

    def __init__(self, database: Database, folder: Path, name: str = "listener", bus_url: str = "memory://", **settings: Any) -> None:
        self.heard: list[str] = []
        self.events: list[Event] = []
        self.fail_on: dict[str, Exception] = {}
        service = Service(
            name=name,
            package="kesu_common",
            title="Listener",
            metadata=MetaData(),
            reading=Action("note.read", {"sales"}),
            events=[WRITTEN, HEARD],
            reactions={TYPE: Reaction(WrittenRead, self._react)},
        )
        self.runtime = Runtime(service, settings_of(name, database.url, folder, bus_url=bus_url, **settings))
        self.runtime.database.close()
        self.runtime.database = database
        self.handler = Handler(self.runtime, threading.Event())
        self._numbers = itertools.count(1)

    def _react(self, session: Session, event: Event) -> None:
        state(session, event.data["text"], event.subject, HEARD)
        if (error := self.fail_on.get(event.data["text"])) is not None:
            raise error
        self.events.append(event)
        self.heard.append(event.data["text"])

    def body(self, text: str, *, subject: str = "NT-1", sequence: int | None = None, **more: Any) -> bytes:
        """A fact as it arrives."""
        envelope = {
            "specversion": "1.0",
            "id": str(uuid7()),
            "source": "/kesu/elsewhere",
            "type": TYPE,
            "subject": subject,
            "site": "SZ",
            "sequence": next(self._numbers) if sequence is None else sequence,
            "time": clock.now().isoformat(),
            "actor": '{"kind":"person","id":"anna","name":"Anna Li"}',
            "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01",
            "data": {"text": text},
        }
        return json.dumps({**envelope, **more}).encode()

    def deliver(self, *bodies: bytes) -> int:
        """Put facts into the inbox as the receiver does."""
        with self.runtime.database.transaction() as session:
            return store(session, [row for row in (read(body, self.runtime.service) for body in bodies) if row is not None])

    def handle(self) -> None:
        """Handle all that is due."""
        while self.handler.step():
            pass

    def states(self) -> dict[str, str]:
        """State in the inbox by text (or by raw body)."""
        with self.runtime.database.transaction() as session:
            rows = session.scalars(select(InboxEvent).order_by(InboxEvent.sequence)).all()
            return {json.loads(row.body)["data"]["text"] if row.type else row.body.decode(errors="replace"): row.state for row in rows}
