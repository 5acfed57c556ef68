"""Facts that come twice, late, in the wrong order, with unknown fields, or as no fact at all: one effect or a visible dead letter.

They are put on the real broker and heard by the real services. Never is a queue stuck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.facts import envelope, inbox_of, publish
from tests.installations import ManyProcesses

from kesu_onebox.client import wait_for

DISPATCHED = "kesu.complaint.dispatched.v1"
ESCALATED = "kesu.complaint.escalated.v1"
REVIEWED = "kesu.review.completed.v1"
REQUESTED = "kesu.return.requested.v1"
RECEIVED = "kesu.return.received.v1"


@pytest.fixture(scope="module", autouse=True)
def cleaned(many_started: ManyProcesses) -> Iterator[None]:
    """Afterwards an operator gives up on whatever still waits or is dead in any inbox: what was about no real record never ends."""
    yield
    for name in many_started.services:
        for row in many_started.query(name, "SELECT id FROM inbox WHERE state <> 'done'"):
            done = many_started.kesu(name, "inbox", "discard", str(row["id"]), "--reason", "a test sent it")
            assert done.returncode == 0 or "was handled already" in done.stderr, done.stderr  # meanwhile, by itself


def test_a_fact_delivered_many_times_has_one_effect(many: ManyProcesses) -> None:
    fact = dispatched("KS-SZ-2026-900001", 1)
    publish(many, DISPATCHED, *[fact] * 50)
    publish(many, DISPATCHED, fact)
    handled(many, "quality", fact)
    assert not_stuck(many, "quality", 2)
    assert count(many, "quality_case", "complaint", "KS-SZ-2026-900001") == 1


def test_a_fact_with_unknown_fields_is_read_all_the_same(many: ManyProcesses) -> None:
    fact = dispatched("KS-SZ-2026-900003", 3, mood="furious")
    fact["data"] |= {"colour": "red", "nested": {"deep": [1, 2]}}
    fact["data"]["departments"] = [{**asked, "urgency": 9} for asked in fact["data"]["departments"]]
    publish(many, DISPATCHED, fact)
    handled(many, "quality", fact)
    assert count(many, "quality_case", "complaint", "KS-SZ-2026-900003") == 1


@pytest.mark.parametrize("turned", [False, True], ids=["as stated", "the other way round"])
def test_complaint_and_review_open_one_corrective_action_in_whatever_order_they_come(many: ManyProcesses, turned: bool) -> None:
    complaint = f"KS-SZ-2026-90001{turned:d}"
    escalated = envelope(ESCALATED, complaint, sequence=10 + turned, data={"number": complaint, "severity": "major"})
    review = f"RV-SZ-2026-90001{turned:d}"
    completed = envelope(
        REVIEWED, review, sequence=10 + turned, case=complaint, data={"review": review, "complaint": complaint, "capa_needed": True}
    )
    for kind, fact in [(REVIEWED, completed), (ESCALATED, escalated)] if turned else [(ESCALATED, escalated), (REVIEWED, completed)]:
        publish(many, kind, fact)
        handled(many, "capa", fact)
    assert count(many, "capa", "complaint", complaint, service="capa") == 1


def test_goods_that_quality_hears_of_before_their_return_are_in_quarantine_once(many: ManyProcesses) -> None:
    number, complaint = "RT-SZ-2026-900020", "KS-SZ-2026-900020"
    line = {"line": 1, "product": "GP-200", "lot": "L-LATE", "quantity": "4", "received": "4"}
    common = {"number": number, "complaint": complaint, "lines": [line]}
    received = envelope(RECEIVED, number, sequence=22, case=complaint, data={**common, "complete": True})
    requested = envelope(REQUESTED, number, sequence=21, case=complaint, data=common)
    publish(many, RECEIVED, received)
    handled(many, "quality", received)
    publish(many, REQUESTED, requested, received)
    handled(many, "quality", requested)
    rows = many.query("quality", "SELECT received FROM goods WHERE return_number = %s", number)
    assert [row["received"] for row in rows] == [4]
    assert count(many, "review", "return_number", number) == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\xff\xfe\x00 no text at all", id="bytes"),
        pytest.param(b'{"specversion": "1.0", "id":', id="half a document"),
        pytest.param(b'["a", "list"]', id="a list"),
        pytest.param(b'{"specversion": "1.0", "type": "kesu.complaint.dispatched.v1"}', id="an envelope without what is needed"),
        pytest.param(b"{}" + b" " * 300_000, id="long and empty"),
    ],
)
def test_what_cannot_be_read_is_a_visible_dead_letter_and_the_next_fact_is_handled(
    many: ManyProcesses, body: bytes, request: pytest.FixtureRequest
) -> None:
    before = set(dead(many, "quality"))
    number = f"KS-SZ-2026-9001{abs(hash(request.node.name)) % 90 + 10}"
    good = dispatched(number, abs(hash(request.node.name)) % 10_000 + 100)
    publish(many, DISPATCHED, body, good)
    handled(many, "quality", good)
    [letter] = set(dead(many, "quality")) - before
    shown = many.kesu("quality", "inbox", "show", letter)
    assert "dead" in shown.stdout
    discarded(many, letter)


def test_a_fact_whose_data_do_not_fit_is_dead_at_once_and_its_subject_goes_on(many: ManyProcesses) -> None:
    number = "KS-SZ-2026-900200"
    wrong = dispatched(number, 200)
    wrong["data"]["departments"] = "everybody"
    good = dispatched(number, 201)
    publish(many, DISPATCHED, wrong, good)
    handled(many, "quality", good)
    row = inbox_of(many, "quality", wrong)
    assert row is not None
    assert (row["state"], row["attempts"]) == ("dead", 1)
    assert "departments" in row["note"]
    assert many.kesu("quality", "inbox", "replay", wrong["id"]).returncode == 0
    wait_for("dead again", lambda: (inbox_of(many, "quality", wrong) or {})["state"] == "dead")
    discarded(many, wrong["id"])


def test_a_fact_of_a_type_that_nobody_hears_disturbs_nobody(many: ManyProcesses) -> None:
    fact = dispatched("KS-SZ-2026-900300", 300, type="kesu.complaint.sung.v1")
    good = dispatched("KS-SZ-2026-900301", 301)
    publish(many, DISPATCHED, fact, good)
    handled(many, "quality", good)
    assert inbox_of(many, "quality", fact) is None


def dispatched(complaint: str, sequence: int, **more: Any) -> dict[str, Any]:
    """A complaint about which quality is asked."""
    departments = [{"department": "quality", "question": "请检测。", "due_at": "2026-12-01T09:00:00+00:00"}]
    return envelope(DISPATCHED, complaint, sequence=sequence, data={"number": complaint, "departments": departments}, **more)


def handled(many: ManyProcesses, service: str, fact: dict[str, Any]) -> None:
    """Wait until the fact was handled there."""
    wait_for(f"{fact['type']} handled by {service}", lambda: (inbox_of(many, service, fact) or {"state": ""})["state"] == "done")


def count(many: ManyProcesses, table: str, column: str, value: str, *, service: str = "quality") -> int:
    """How many rows of a table have that value."""
    rows = many.query(service, f"SELECT count(*) FROM {table} WHERE {column} = %s", value)
    number: int = rows[0]["count"]
    return number


def not_stuck(many: ManyProcesses, service: str, sequence: int) -> bool:
    """Whether a fact that is sent after all others is handled, and the queue is empty then."""
    after = dispatched(f"KS-SZ-2026-90000{sequence}", sequence)
    publish(many, DISPATCHED, after)
    handled(many, service, after)
    queue = f"/api/queues/%2F/kesu.{service}"
    return bool(wait_for("an empty queue", lambda: many.rabbitmq.management.call("GET", queue).get("messages", 1) == 0))


def dead(many: ManyProcesses, service: str) -> list[str]:
    """The dead letters that an operator sees."""
    listed = many.kesu(service, "inbox", "list", "--limit", "1000")
    assert listed.returncode == 0, listed.stderr
    return re.findall(r"^([0-9a-f-]{36}) ", listed.stdout, re.MULTILINE)


def discarded(many: ManyProcesses, letter: str) -> None:
    """An operator gives up on it."""
    done = many.kesu("quality", "inbox", "discard", letter, "--reason", "a test sent it")
    assert done.returncode == 0, done.stderr
