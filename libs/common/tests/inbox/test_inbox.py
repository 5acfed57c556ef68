"""Facts are stored once, handled once, in order per subject; errors wait, at last die visibly, and hold nothing else up."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from messaging_rig import ACTOR, Listener
from sqlalchemy import select, text

from kesu_common import clock
from kesu_common.database import Database
from kesu_common.errors import Conflict, Invalid, NotFound
from kesu_common.inbox.handler import Handler
from kesu_common.inbox.model import InboxEvent
from kesu_common.inbox.operations import discard, find_events, replay
from kesu_common.journal.model import JournalEntry

HOUR = timedelta(hours=1)


@pytest.fixture
def listener(common_database: Database, tmp_path: Path) -> Listener:
    return Listener(common_database, tmp_path)


def later(by: timedelta) -> time_machine.travel:
    return time_machine.travel(clock.now() + by, tick=False)


def only(listener: Listener) -> InboxEvent:
    with listener.runtime.database.transaction() as session:
        return session.scalars(select(InboxEvent)).one()


def test_a_fact_delivered_twice_has_one_effect(listener: Listener) -> None:
    body = listener.body("hello")
    assert listener.deliver(body, body) == 1
    assert listener.deliver(body) == 0
    listener.handle()
    assert listener.deliver(body) == 0
    listener.handle()
    assert listener.heard == ["hello"]


def test_unknown_fields_are_ignored_and_the_cause_is_passed_on(listener: Listener) -> None:
    listener.deliver(listener.body("hello", data={"text": "hello", "added_later": 1}, newattribute="x"))
    listener.handle()
    event = listener.events[0]
    with listener.runtime.database.transaction() as session:
        stated = session.scalars(select(JournalEntry)).one()
    assert (stated.causation, stated.traceparent) == (event.id, event.traceparent)


def test_types_nobody_reacts_to_are_not_stored(listener: Listener) -> None:
    assert listener.deliver(listener.body("x", type="kesu.note.burnt.v1")) == 0


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[]", b'{"id": 1}', b"not json"])
def test_what_cannot_be_read_is_dead_with_its_bytes_and_stored_once(listener: Listener, body: bytes) -> None:
    assert listener.deliver(body, body) == 1
    dead = only(listener)
    assert (dead.state, dead.body) == ("dead", body)
    assert dead.note


UNFIT = ({"subject": "x" * 65}, {"subject": "a\x00b"}, {"id": "no uuid"}, {"sequence": -1}, {"sequence": 2**63}, {"time": "now"})


@pytest.mark.parametrize("change", UNFIT)
def test_what_the_table_cannot_hold_does_not_keep_its_batch_out(listener: Listener, change: dict[str, object]) -> None:
    listener.deliver(json.dumps({**json.loads(listener.body("bad")), **change}).encode(), listener.body("good"))
    listener.handle()
    assert listener.heard == ["good"]
    assert sorted(listener.states().values()) == ["dead", "done"]


def test_data_that_does_not_fit_the_schema_is_dead_at_once(listener: Listener) -> None:
    listener.deliver(listener.body("x", data={"words": "x"}))
    listener.handle()
    assert only(listener).state == "dead"


def test_one_failing_fact_does_not_take_its_batch_with_it_and_leaves_no_trace(listener: Listener) -> None:
    listener.fail_on["bad"] = RuntimeError("broken")
    listener.deliver(*(listener.body(name, subject=f"NT-{name}") for name in ("a", "bad", "b")))
    listener.handle()
    assert sorted(set(listener.heard)) == ["a", "b"]
    assert listener.states() == {"a": "done", "bad": "waiting", "b": "done"}
    with listener.runtime.database.transaction() as session:
        assert sorted(session.scalars(select(JournalEntry.subject))) == ["NT-a", "NT-b"]


def test_a_waiting_fact_holds_back_later_ones_of_its_subject_only(listener: Listener) -> None:
    listener.fail_on["1"] = RuntimeError("not yet")
    listener.deliver(listener.body("1"), listener.body("2"), listener.body("other", subject="NT-2"))
    listener.handle()
    listener.deliver(listener.body("3"))
    listener.handle()
    assert listener.states() == {"1": "waiting", "2": "waiting", "other": "done", "3": "waiting"}
    listener.fail_on.clear()
    listener.heard.clear()
    with later(HOUR):
        listener.handle()
    assert listener.heard == ["1", "2", "3"]


def test_a_fact_that_arrives_late_goes_before_those_still_waiting(listener: Listener) -> None:
    listener.deliver(listener.body("second", sequence=2))
    with later(timedelta(seconds=1)):
        listener.deliver(listener.body("first", sequence=1))
        listener.handle()
    assert listener.heard == ["first", "second"]


def test_after_its_last_attempt_a_fact_is_dead_and_holds_back_nothing(listener: Listener) -> None:
    listener.handler = Handler(listener.runtime, listener.handler.arrived, schedule=[HOUR])
    listener.fail_on["1"] = RuntimeError("never")
    listener.deliver(listener.body("1"), listener.body("2"))
    listener.handle()
    assert listener.states() == {"1": "waiting", "2": "waiting"}
    with later(2 * HOUR):
        listener.handle()
    assert listener.states() == {"1": "dead", "2": "done"}
    assert b'kesu_inbox_handled_total{outcome="dead"' in listener.runtime.metrics.render()


def test_a_dead_fact_can_be_replayed_or_discarded_with_a_reason(listener: Listener) -> None:
    listener.handler = Handler(listener.runtime, listener.handler.arrived, schedule=[])
    listener.fail_on["x"] = RuntimeError("never")
    listener.deliver(listener.body("x"))
    listener.handle()
    dead = only(listener)
    database = listener.runtime.database
    listener.fail_on.clear()
    with database.transaction() as session:
        assert [event.id for event in find_events(session, state="dead")] == [dead.id]
        replay(session, dead.id)
    listener.handle()
    assert listener.heard == ["x"]
    with database.transaction() as session, pytest.raises(Conflict):
        replay(session, dead.id)
    listener.fail_on["y"] = RuntimeError("never")
    listener.deliver(listener.body("y"))
    listener.handle()
    with database.transaction() as session:
        [event] = find_events(session, state="dead")
        with pytest.raises(Invalid):
            discard(session, ACTOR, event.id, " ")
        discard(session, ACTOR, event.id, "sent by mistake")
    with database.transaction() as session:
        assert session.get_one(InboxEvent, event.id).note == "discarded by person:anna (Anna Li): sent by mistake"
        with pytest.raises(NotFound):
            replay(session, UUID(str(uuid4())))


def test_two_handlers_never_work_on_one_subject_at_a_time(listener: Listener) -> None:
    listener.deliver(*(listener.body(str(number)) for number in range(3)))
    with listener.runtime.database.transaction() as session:
        from kesu_common.inbox import queue

        assert len(queue.take(session, 100)) == 3
        assert listener.handler.step() == 0
    listener.handle()
    assert listener.heard == ["0", "1", "2"]


def test_a_database_that_goes_away_costs_no_attempt(listener: Listener) -> None:
    def cut(_session: object, _event: object) -> None:
        _session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))  # type: ignore[attr-defined]

    listener.deliver(listener.body("x"))
    reaction = listener.runtime.service.reactions["kesu.note.written.v1"]
    object.__setattr__(reaction, "function", cut)
    with pytest.raises(Exception, match="terminat"):
        listener.handler.step()
    assert (only(listener).state, only(listener).attempts) == ("waiting", 0)


def test_many_facts_of_many_subjects_are_handled_in_order(listener: Listener) -> None:
    bodies = [listener.body(f"{number % 7}:{number}", subject=f"NT-{number % 7}") for number in range(700)]
    listener.deliver(*bodies)
    listener.handle()
    assert len(listener.heard) == 700
    for subject in range(7):
        own = [int(word.split(":")[1]) for word in listener.heard if word.startswith(f"{subject}:")]
        assert own == sorted(own)
