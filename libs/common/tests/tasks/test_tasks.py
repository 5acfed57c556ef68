"""Work items on a real database: due times by the site's calendar, levels stated once, one open task per subject."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from sqlalchemy import select
from time_machine import Traveller

from kesu_common.database import Database
from kesu_common.errors import Conflict, Forbidden, Invalid, NotAllowed
from kesu_common.journal.model import JournalEntry
from kesu_common.metrics import Metrics
from kesu_common.people.actors import Actor, Grant
from kesu_common.people.copies import Site
from kesu_common.runtime import Runtime
from kesu_common.tasks import (
    DueRule,
    Task,
    TaskKind,
    assign_task,
    cancel_task,
    finish_task,
    open_task,
    release_task,
    reopen_task,
    take_task,
)
from kesu_common.tasks.clockwork import escalate_due
from kesu_common.tasks.queries import task_figures, tasks_of

REVIEW = TaskKind(
    name="quality.review", title="Review %(subject)s of %(customer)s", roles=("quality",), due=DueRule(days=1), page="/reviews/{subject}"
)
ANSWER = TaskKind(
    name="complaint.answer", title="Answer %(subject)s", roles=("rnd", "production"), due=DueRule(hours=4), page="/c/{subject}"
)
MONDAY_0900 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""09:00 in Shenzhen, a working Monday before three others."""


def person(login: str, role: str, site: str = "SZ") -> Actor:
    return Actor(id=login, name=login, kind="person", grants=frozenset({Grant(role, site)}))


WU, CHEN, LEAD = person("wu", "quality"), person("chen", "quality"), person("boss", "lead")


@pytest.fixture
def at_work(common_database: Database) -> Iterator[tuple[Database, Traveller]]:
    """The database and the clock, which stands at Monday 09:00 in Shenzhen."""
    with time_machine.travel(MONDAY_0900, tick=False) as traveller:
        yield common_database, traveller


def open_review(database: Database, subject: str = "RV-SZ-2026-000001", **more: Any) -> Task:
    with database.transaction() as session:
        return open_task(session, WU, REVIEW, subject=subject, site="SZ", case="KS-SZ-2026-000001", params={"customer": "Huawei"}, **more)


def facts(database: Database) -> list[tuple[str, dict[str, Any]]]:
    with database.transaction() as session:
        rows = session.execute(select(JournalEntry.type, JournalEntry.data).order_by(JournalEntry.position))
        return [(kind.removeprefix("kesu.task.").removesuffix(".v1"), json.loads(data)) for kind, data in rows]


def runtime_of(database: Database) -> Runtime:
    return cast(Runtime, SimpleNamespace(database=database, service=SimpleNamespace(name="quality"), metrics=Metrics("quality")))


Work = tuple[Database, Traveller]


@pytest.mark.clause("4.1.3.7-c")
def test_a_task_is_due_after_the_kinds_working_time_and_says_why(at_work: Work) -> None:
    task = open_review(at_work[0])
    assert task.due_at == MONDAY_0900 + timedelta(days=1)
    assert task.warn_at < task.due_at < task.lead_at < task.gm_at
    assert task.why[0]["kind"] == "start"
    assert task.why[-1]["kind"] == "due"
    [(kind, data)] = facts(at_work[0])
    assert kind == "opened"
    assert data["title_en"] == "Review RV-SZ-2026-000001 of Huawei"
    assert data["page"] == "/reviews/RV-SZ-2026-000001"


def test_a_sites_own_target_goes_before_the_default(at_work: Work) -> None:
    database, _ = at_work
    with database.transaction() as session:
        site = session.get(Site, "SZ")
        assert site is not None
        site.targets = {"quality.review": {"days": 3}}
    assert open_review(database).due_at == MONDAY_0900 + timedelta(days=3)


def test_an_agreed_time_is_taken_as_it_is_with_the_levels_in_working_time(at_work: Work) -> None:
    friday = MONDAY_0900 + timedelta(days=4)
    task = open_review(at_work[0], due_at=friday)
    assert task.due_at == friday
    assert MONDAY_0900 + timedelta(days=2) < task.warn_at < friday
    assert task.gm_at == friday + timedelta(days=6), "four working days later, the weekend between"


def test_an_agreed_time_that_has_passed_is_overdue_at_once(at_work: Work) -> None:
    database, _ = at_work
    open_review(database, due_at=MONDAY_0900 - timedelta(days=3))
    assert escalate_due(runtime_of(database)) == 4


def test_a_site_that_was_never_heard_of_is_refused(at_work: Work) -> None:
    with at_work[0].transaction() as session, pytest.raises(Invalid):
        open_task(session, WU, REVIEW, subject="x", site="XX", params={"customer": "y"})


def test_opening_the_same_work_again_changes_nothing_while_it_is_open(at_work: Work) -> None:
    database, traveller = at_work
    first = open_review(database)
    traveller.shift(timedelta(hours=1))
    assert open_review(database).id == first.id
    assert [kind for kind, _ in facts(database)] == ["opened"]
    with database.transaction() as session:
        finish_task(session, WU, REVIEW, first.subject)
    assert open_review(database).id != first.id


def test_two_that_open_the_same_work_at_once_get_the_same_task(common_database: Database) -> None:
    found: list[Task] = []
    barrier = threading.Barrier(4)

    def one() -> None:
        barrier.wait()
        found.append(open_review(common_database))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len({task.id for task in found}) == 1
    assert len(facts(common_database)) == 1


def test_each_department_has_its_own_task_about_the_same_complaint(at_work: Work) -> None:
    database, _ = at_work
    with database.transaction() as session:
        for role in ("rnd", "production"):
            open_task(session, WU, ANSWER, subject="KS-1", site="SZ", role=role)
        [done] = finish_task(session, WU, ANSWER, "KS-1", "answered", role="rnd")
        assert (done.role, done.outcome, done.done_by) == ("rnd", "answered", "wu")
        assert [task.role for task in tasks_of(session, "KS-1", only_open=True)] == ["production"]


def test_finishing_says_whether_it_was_in_time(at_work: Work) -> None:
    database, traveller = at_work
    task = open_review(database)
    traveller.shift(timedelta(days=2))
    with database.transaction() as session:
        finish_task(session, WU, REVIEW, task.subject, "decided")
        assert finish_task(session, WU, REVIEW, task.subject) == []
    kind, data = facts(database)[-1]
    assert (kind, data["outcome"], data["in_time"], data["done_by"]) == ("done", "decided", False, "wu")


def test_the_levels_are_stated_in_order_and_each_once(at_work: Work) -> None:
    database, traveller = at_work
    task = open_review(database)
    told = []
    for moment in (task.warn_at, task.due_at, task.lead_at, task.gm_at):
        traveller.move_to(moment - timedelta(seconds=1))
        assert escalate_due(runtime_of(database)) == 0
        traveller.move_to(moment)
        assert escalate_due(runtime_of(database)) == 1
        told.append((facts(database)[-1][0], facts(database)[-1][1].get("to")))
    assert told == [("due_soon", None), ("overdue", None), ("escalated", "lead"), ("escalated", "gm")]
    traveller.shift(timedelta(days=30))
    assert escalate_due(runtime_of(database)) == 0


def test_a_clock_that_jumps_ahead_and_back_states_every_level_once(at_work: Work) -> None:
    database, traveller = at_work
    open_review(database)
    traveller.shift(timedelta(days=10))
    assert escalate_due(runtime_of(database)) == 4
    traveller.shift(timedelta(days=-10))
    assert escalate_due(runtime_of(database)) == 0
    traveller.shift(timedelta(days=10))
    assert escalate_due(runtime_of(database)) == 0


def test_several_workers_at_once_state_every_level_of_every_task_once(common_database: Database) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=60)
    for number in range(150):
        open_review(common_database, f"RV-{number}", start=long_ago)
    stated: list[int] = []
    workers = [threading.Thread(target=lambda: stated.append(escalate_due(runtime_of(common_database)))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(stated) == 600
    assert len(facts(common_database)) == 150 + 600


def test_ended_work_is_not_escalated_any_more(at_work: Work) -> None:
    database, traveller = at_work
    task = open_review(database)
    with database.transaction() as session:
        cancel_task(session, WU, REVIEW, task.subject)
    traveller.shift(timedelta(days=10))
    assert escalate_due(runtime_of(database)) == 0
    assert facts(database)[-1][1]["outcome"] == "cancelled"


def test_work_opened_again_goes_on_where_its_levels_stood(at_work: Work) -> None:
    database, traveller = at_work
    opened = open_review(database)
    traveller.move_to(opened.due_at)
    assert escalate_due(runtime_of(database)) == 2
    with database.transaction() as session:
        finish_task(session, WU, REVIEW, opened.subject)
    with database.transaction() as session:
        task = session.get_one(Task, opened.id)
        reopen_task(session, WU, task)
        assert (task.state, task.outcome, task.next_at) == ("open", None, task.lead_at)


def test_a_task_is_taken_by_one_of_its_department_and_given_back_by_the_same_or_the_lead(at_work: Work) -> None:
    database, _ = at_work
    opened = open_review(database)
    with database.transaction() as session:
        task = session.get_one(Task, opened.id)
        with pytest.raises(Forbidden):
            take_task(session, person("li", "sales"), task)
        with pytest.raises(Forbidden):
            take_task(session, person("far", "quality", "CD"), task)
        take_task(session, WU, task)
        take_task(session, WU, task)
        with pytest.raises(Conflict, match="wu"):
            take_task(session, CHEN, task)
        with pytest.raises(Forbidden):
            release_task(session, CHEN, task)
        release_task(session, LEAD, task)
        assert task.assignee is None
        with pytest.raises(Forbidden):
            assign_task(session, WU, task, "chen")
        assign_task(session, LEAD, task, "chen")
        assert task.assignee == "chen"
    assert [kind for kind, _ in facts(database)] == ["opened", "assigned", "assigned", "assigned"]


def test_ended_work_cannot_be_taken(at_work: Work) -> None:
    database, _ = at_work
    opened = open_review(database)
    with database.transaction() as session:
        finish_task(session, WU, REVIEW, opened.subject)
        with pytest.raises(NotAllowed):
            take_task(session, WU, session.get_one(Task, opened.id))


def test_the_gauges_count_open_and_overdue_work(at_work: Work) -> None:
    database, traveller = at_work
    open_review(database, "RV-1")
    traveller.shift(timedelta(days=2))
    open_review(database, "RV-2")
    with database.transaction() as session:
        figures = {name: value for name, _, value in task_figures(session)}
    assert figures == {"tasks_open": 2, "tasks_overdue": 1}


@pytest.mark.parametrize("bad", [{}, {"hours": 1, "days": 1}, {"days": -1}, {"days": 1.5}, {"hours": True}, {"weeks": 1}, 4, None])
def test_a_target_that_is_not_hours_or_days_is_refused(bad: Any) -> None:
    with pytest.raises(Invalid):
        DueRule.from_json(bad)
