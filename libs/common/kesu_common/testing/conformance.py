"""What every service must hold, written once. A service's tests inherit the suites:

    from kesu_common.testing import conformance
    from kesu_capa.app import service as capa

    class TestFacts(conformance.Facts):
        service = capa

`Migrations`, `Facts`, `States`, `Reactions`, `Web`: one class each.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from kesu_common import clock
from kesu_common.database.migrate import differences, migrate
from kesu_common.events import EventType
from kesu_common.inbox.handler import Handler
from kesu_common.inbox.model import InboxEvent
from kesu_common.inbox.store import read, store
from kesu_common.journal.model import JournalEntry
from kesu_common.service import Service, installed
from kesu_common.states import StateTable
from kesu_common.testing.plugin import NewDatabase
from kesu_common.testing.rig import Rig


class Suite:
    """Every suite: the service under test, and a rig (runtime and web application) on a fresh database."""

    service: ClassVar[Service]

    @pytest.fixture
    def rig(self, new_database: NewDatabase, tmp_path: Path) -> Iterator[Rig]:
        """The service on a fresh, migrated database."""
        made = Rig(self.service, new_database(self.service), tmp_path)
        yield made
        made.runtime.close()


class Migrations(Suite):
    """The migrations make exactly what the mapped classes want, however often they run."""

    def test_migrations_make_what_the_mapped_classes_want(self, new_database: NewDatabase) -> None:
        assert differences(self.service, new_database(self.service)) == []

    def test_migrating_twice_changes_nothing(self, new_database: NewDatabase) -> None:
        url = new_database(self.service)
        migrate(self.service, url)
        assert differences(self.service, url) == []


class Facts(Suite):
    """Facts are well named, and their frozen examples fit their schemas and everybody who listens."""

    def test_types_are_named_once_and_well(self) -> None:
        types = [event.type for event in self.service.all_events]
        assert len(types) == len(set(types))
        for name in types:
            family, thing, fact, version = name.split(".")
            assert family == "kesu"
            assert thing.isidentifier()
            assert fact.isidentifier()
            assert version.startswith("v")
            assert version[1:].isdigit()

    def test_examples_fit_their_schemas(self) -> None:
        for event in self.service.all_events:
            assert event.schema().validate(_as_sent(event)) == {}, event.type

    def test_listeners_can_read_the_examples(self) -> None:
        for listener in installed().values():
            for event in self.service.all_events:
                if listener.listens(event.type, f"/kesu/{self.service.name}") and (reaction := listener.hears(event.type)):
                    assert reaction.schema().validate(_as_sent(event)) == {}, f"{listener.name} cannot read {event.type}"


class States(Suite):
    """State tables: no state hangs in the air, and every pair of state and command has an answer."""

    def test_every_state_can_be_reached(self) -> None:
        for table in self.service.states:
            assert set(table.states) == _reachable(table), table.name

    def test_every_pair_of_state_and_command_moves_or_is_refused_with_words(self) -> None:
        from kesu_common.errors import NotAllowed

        for table in self.service.states:
            for state in table.states:
                for command in table.commands:
                    if command in table.allowed(state):
                        assert table.next(state, command) in table.states
                    else:
                        with pytest.raises(NotAllowed, match=command):
                            table.next(state, command)


class Reactions(Suite):
    """Whatever arrives, however often: one effect, or a visible refusal; never an event that blocks."""

    def test_facts_that_are_reacted_to_are_stated_by_somebody(self) -> None:
        stated = {event.type for other in installed().values() for event in other.all_events}
        assert {name for name in self.service.all_reactions if name != "*"} <= stated

    def test_unknown_fields_are_ignored(self) -> None:
        for event, reaction in _heard(self.service):
            assert reaction.schema().validate({**_as_sent(event), "added_by_a_later_release": 1}) == {}, event.type

    def test_a_fact_delivered_twice_has_one_effect(self, rig: Rig) -> None:
        handler = Handler(rig.runtime, threading.Event(), schedule=[])
        for event, _ in _heard(self.service):
            body = _body(event)
            counts = [_after(rig, handler, body) for _ in range(2)]
            assert counts[0] == counts[1], event.type

    def test_what_cannot_be_read_ends_dead_and_visible(self, rig: Rig) -> None:
        handler = Handler(rig.runtime, threading.Event(), schedule=[])
        bodies = [b"no json"] + [_body(event, data=[]) for event, reaction in _heard(self.service) if reaction.schema().validate([])]
        _after(rig, handler, *bodies)
        with rig.runtime.database.transaction() as session:
            assert set(session.scalars(select(InboxEvent.state))) == {"dead"}


class Web(Suite):
    """Health, version and metrics answer, with and without the prefix."""

    @pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/version"])
    def test_health_answers_with_and_without_the_prefix(self, rig: Rig, path: str) -> None:
        client = rig.app.test_client()
        for prefix in ("", f"/{self.service.name}"):
            assert client.get(prefix + path).status_code == 200

    def test_the_openapi_document_can_be_made(self) -> None:
        from kesu_common.documentation import openapi

        assert openapi(self.service)["info"]["title"]

    def test_metrics_are_clean(self, rig: Rig) -> None:
        from kesu_common.figures import read_figures

        read_figures(rig.runtime)
        promtool = shutil.which("promtool")
        if promtool is not None:
            checked = subprocess.run(  # noqa: S603
                [promtool, "check", "metrics"], input=rig.runtime.metrics.render(), capture_output=True, timeout=30, check=False
            )
            assert checked.returncode == 0, checked.stderr.decode()
        assert b"kesu_build_info" in rig.runtime.metrics.render()


def _as_sent(event: EventType) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(json.dumps(event.example, default=str))
    return sent


def _heard(service: Service) -> Iterator[tuple[EventType, Any]]:
    for name, other in installed().items():
        for event in other.all_events:
            if service.listens(event.type, f"/kesu/{name}") and (reaction := service.hears(event.type)):
                yield event, reaction


def _body(event: EventType, **changes: Any) -> bytes:
    envelope: Mapping[str, Any] = {
        "specversion": "1.0",
        "id": str(uuid7()),
        "source": "/kesu/conformance",
        "type": event.type,
        "subject": "CONFORMANCE-1",
        "site": "SZ",
        "sequence": 1,
        "time": clock.now().isoformat(),
        "actor": '{"kind":"person","id":"anna","name":"Anna Li"}',
        "data": _as_sent(event),
    }
    return json.dumps({**envelope, **changes}).encode()


def _after(rig: Rig, handler: Handler, *bodies: bytes) -> dict[str, int]:
    """Deliver and handle; returns `_counts` then."""
    service = rig.runtime.service
    with rig.runtime.database.transaction() as session:
        store(session, [row for row in (read(body, service) for body in bodies) if row is not None])
    while handler.step():
        pass
    return _counts(rig)


def _counts(rig: Rig) -> dict[str, int]:
    """Rows of every table of the service, and the number of facts stated."""
    with rig.runtime.database.transaction() as session:
        tables = {table.name: table for table in rig.runtime.service.metadata.sorted_tables}
        found = {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}
        return {**found, "journal": session.scalar(select(func.count()).select_from(JournalEntry)) or 0}


def _reachable(table: StateTable) -> set[str]:
    targets = set(table.transitions.values())
    found = {table.initial, *(state for state in table.states if state not in targets)}  # some things come into being in several ways
    while more := {target for (source, _), target in table.transitions.items() if source in found} - found:
        found |= more
    return found
