"""The review's one working day (clause 4.1.3.7-c), for every hour of three years against plain counting; then the alarms."""

from __future__ import annotations

import csv
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kesu_common.tasks.clockwork import escalate_due
from kesu_common.worktime import Calendar
from kesu_quality import tasks

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The working calendar of the State Council, 2024 to 2026, as common's own tests keep it.
DAYS = Path(__file__).parents[3] / "libs/common/tests/data/public_days_cn.csv"
FACTS = {row["date"]: row["day_type"] for row in csv.DictReader(DAYS.read_text(encoding="utf-8").splitlines())}
SPANS = ((510, 720), (780, 1050))
"""Minutes of the day: 8:30 to 12:00, 13:00 to 17:30."""


def _works(day: date) -> bool:
    return {"holiday": False, "makeup_workday": True}.get(FACTS.get(day.isoformat(), ""), day.weekday() < 5)


def _at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=SHANGHAI)


def _counted(days: list[date], start: datetime) -> datetime:
    """A form in working time is due at the same time of the next working day; one outside, at the end of the day that begins next."""
    here = start.astimezone(SHANGHAI)
    minute, number = here.hour * 60 + here.minute, bisect_left(days, here.date())
    if days[number] == here.date():
        if any(opens <= minute < closes for opens, closes in SPANS):
            return _at(days[number + 1], minute)
        if SPANS[0][1] <= minute < SPANS[1][0]:
            return _at(days[number + 1], SPANS[1][0])
        number += minute >= SPANS[1][1]
    return _at(days[number], SPANS[1][1])


@pytest.mark.clause("4.1.3.7-c")
def test_every_hour_of_three_years_gives_the_review_one_working_day() -> None:
    days = [day for day in (date(2024, 1, 1) + timedelta(days=number) for number in range(1096)) if _works(day)]
    rule, calendar = tasks.REVIEW.rule_at({}), Calendar()
    start, end = datetime(2023, 12, 31, 16, tzinfo=UTC), _at(days[-2], 0)
    hours = 0
    while start < end:
        due = rule.due(calendar, start)
        assert due.at == _counted(days, start), start
        assert not due.provisional
        start += timedelta(hours=1)
        hours += 1
    assert hours > 26_000


@pytest.mark.clause("4.1.3.7-c")
def test_a_year_that_is_not_announced_yet_is_provisional(quality: Any) -> None:
    quality.hear("return.requested", "RT-SZ-2027-000001", at=datetime(2027, 3, 1, 2, tzinfo=UTC), **{
        **quality.returned, "number": "RT-SZ-2027-000001",
    })  # fmt: skip
    quality.requested()
    numbers = {review["return_number"]: review["number"] for review in quality.get("reviews")}
    by_return = {of: quality.get(f"tasks?subject={number}")[0]["provisional"] for of, number in numbers.items()}
    assert by_return == {"RT-SZ-2027-000001": True, quality.returned["number"]: False}


@pytest.mark.clause("4.1.3.7-c")
def test_a_review_that_nobody_holds_warns_alarms_and_escalates(quality: Any) -> None:
    quality.hear("return.requested", quality.returned["number"], at=datetime(2026, 3, 2, 2, tzinfo=UTC), **quality.returned)
    escalate_due(quality.runtime)
    told = [kind.removeprefix("kesu.task.").removesuffix(".v1") for kind in quality.fact_types() if kind.startswith("kesu.task.")]
    reviews = [fact for fact in quality.facts("kesu.task.escalated.v1") if fact["kind"] == "review.record"]
    assert {"due_soon", "overdue", "escalated"} <= set(told)
    assert [fact["to"] for fact in reviews] == ["lead", "gm"]
