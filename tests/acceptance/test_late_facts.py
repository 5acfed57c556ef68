"""Facts that come late: what nobody waits for may come when the complaint is long closed, and everything may come a little late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from tests.acceptance.conftest import Played
from tests.chaos.conftest import differences
from tests.installations import Installation
from tests.play import outcome, play, story, wait_until_quiet

from kesu_onebox.client import NotYet

NOBODY_WAITS = [
    ("desk", []),
    ("survey", []),
    ("intake", ["delivery.recorded", "return.closed"]),
    ("quality", ["complaint.closed"]),
    ("returns", ["verdict.given", "customer.registered"]),
    ("capa", ["complaint.escalated"]),
    ("capa", ["review.completed"]),
    ("capa", ["verdict.given"]),
    ("capa", ["complaint.registered", "delivery.recorded"]),
]
"""Services, and what they hear without which the loop still goes on; all that they hear where nothing is named."""


@pytest.mark.parametrize(("service", "topics"), NOBODY_WAITS, ids=[f"{name}: {' '.join(topics)}" for name, topics in NOBODY_WAITS])
def test_what_nobody_waits_for_may_come_when_all_is_over(played_on_one: Played, service: str, topics: Sequence[str]) -> None:
    installation = played_on_one.installation
    lot = f"L-LAST-{service}-{'-'.join(topics)}"[:40]
    with late(installation, service, "interval '1 hour'", topics):
        complaint = play(played_on_one.cast, story(lot), ours=True)
        waiting = installation.query(service, "SELECT count(*) FROM inbox WHERE state = 'waiting'")[0]["count"]
    assert waiting, "nothing was held back"
    found = outcome(installation, played_on_one.cast, complaint)
    assert list(differences(played_on_one.outcomes["ours"], found)) == []


def test_everything_may_come_a_little_late_and_in_another_order(played_on_one: Played) -> None:
    installation = played_on_one.installation
    for name in installation.services:
        hold(installation, name, "interval '1 second' * random()")
    try:
        complaint = play(played_on_one.cast, story("L-JITTER"), ours=True)
        wait_until_quiet(installation)
    finally:
        for name in installation.services:
            release(installation, name)
    found = outcome(installation, played_on_one.cast, complaint)
    assert list(differences(played_on_one.outcomes["ours"], found)) == []


@contextmanager
def late(installation: Installation, service: str, by: str, topics: Sequence[str] = ()) -> Iterator[None]:
    """As long as this lasts, facts of these topics (all, if none is named) wait in the inbox of a service; then they are due at once."""
    hold(installation, service, by, topics)
    try:
        yield
    except NotYet as error:
        raise AssertionError(f"{service} was waited for: {error}") from error
    finally:
        release(installation, service)


def hold(installation: Installation, service: str, by: str, topics: Sequence[str] = ()) -> None:
    """Let facts that arrive from now on wait `by` (SQL)."""
    types = ", ".join(f"'kesu.{topic}.v1'" for topic in topics)
    condition = f"NEW.type IN ({types})" if types else "true"
    statement = f"""
        CREATE OR REPLACE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {condition} THEN NEW.next_at := clock_timestamp() + {by}; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER late BEFORE INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION late()
    """
    with installation.connect(service) as connection:
        connection.execute(statement.encode())


def release(installation: Installation, service: str) -> None:
    """What waits is due, and what comes is on time."""
    with installation.connect(service) as connection:
        connection.execute("DROP TRIGGER late ON inbox; DROP FUNCTION late(); UPDATE inbox SET next_at = now() WHERE state = 'waiting'")
