"""Due times: hand-checked cases, every hour of three years against plain counting, and the reasons given."""

from __future__ import annotations

import csv
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kesu_common.worktime import OFFICE_WEEK, Calendar, Due, OwnDay, Pause, Shift, Step

SHANGHAI = ZoneInfo("Asia/Shanghai")
SZ = Calendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def shown(at: datetime) -> str:
    assert at.tzinfo is UTC
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


HAND_CHECKED_DAYS = [
    # start, working days, due
    ("2026-03-02 10:00", 1, "2026-03-03 10:00"),  # Monday to Tuesday
    ("2026-03-06 16:00", 1, "2026-03-09 16:00"),  # over a weekend
    ("2026-03-07 10:00", 1, "2026-03-09 17:30"),  # on a Saturday: Monday, as a whole
    ("2026-03-09 07:00", 1, "2026-03-09 17:30"),  # before the opening: this day counts whole
    ("2026-03-09 08:30", 1, "2026-03-10 08:30"),  # at the opening: not moved
    ("2026-03-09 17:30", 1, "2026-03-10 17:30"),  # at the close: the next day, as a whole
    ("2026-03-09 12:20", 1, "2026-03-10 13:00"),  # at noon: from one o'clock
    ("2026-02-13 16:00", 1, "2026-02-14 16:00"),  # Saturday the 14th is worked
    ("2026-02-13 16:00", 2, "2026-02-24 16:00"),  # nine days of Spring Festival
    ("2026-02-18 10:00", 1, "2026-02-24 17:30"),
    ("2026-02-27 09:00", 1, "2026-02-28 09:00"),  # Saturday the 28th too
    ("2026-09-30 15:00", 3, "2026-10-10 15:00"),  # 8, 9 and the make-up Saturday 10 October
    ("2026-12-31 15:00", 1, "2027-01-04 15:00"),
    ("2026-03-07 10:00", 0, "2026-03-09 08:30"),  # at once: the next opening
]


@pytest.mark.clause("4.1.3.7-c")
@pytest.mark.parametrize(("start", "days", "due"), HAND_CHECKED_DAYS)
def test_working_days_by_hand(start: str, days: int, due: str) -> None:
    assert shown(SZ.add_days(local(start), days).at) == due


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02 10:00", 2, "2026-03-02 12:00"),  # ends at noon, not at one
        ("2026-03-02 10:00", 2.5, "2026-03-02 13:30"),
        ("2026-03-02 16:00", 4, "2026-03-03 11:00"),
        ("2026-02-14 16:30", 2, "2026-02-24 09:30"),
        ("2026-03-07 10:00", 8, "2026-03-09 17:30"),
        ("2026-03-07 10:00", 0, "2026-03-09 08:30"),
    ],
)
def test_working_hours_by_hand(start: str, hours: float, due: str) -> None:
    assert shown(SZ.add_hours(local(start), hours).at) == due


FACTS = {
    row["date"]: row["day_type"]
    for row in csv.DictReader((Path(__file__).parent / "data" / "public_days_cn.csv").read_text(encoding="utf-8").splitlines())
}


def works(day: date) -> bool:
    return {"holiday": False, "makeup_workday": True}.get(FACTS.get(day.isoformat(), ""), day.weekday() < 5)


def test_every_hour_of_three_years_is_due_when_plain_counting_says_so() -> None:
    """The other way: a list of all working half hours, and counting in it."""
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(1096)]
    ticks = [
        local(f"{day} 00:00").astimezone(UTC) + timedelta(minutes=minute)
        for day in days
        if works(day)
        for minute in [*range(510, 720, 30), *range(780, 1050, 30)]
    ]
    working_days = [day for day in days if works(day)]
    at = local("2024-01-01 00:00").astimezone(UTC)
    end = local("2026-12-10 00:00")
    while at < end:
        first = bisect_left(ticks, at)
        assert SZ.add_hours(at, 4).at == ticks[first + 7] + timedelta(minutes=30), at
        here = at.astimezone(SHANGHAI)
        begin = ticks[first].astimezone(SHANGHAI)
        number = bisect_left(working_days, begin.date())
        if begin != here and begin.strftime("%H:%M") == "08:30":
            expected = local(f"{working_days[number + 2]} 17:30")
        else:
            expected = local(f"{working_days[number + 3]} {begin:%H:%M}")
        assert SZ.add_days(at, 3).at == expected, at
        at += timedelta(hours=1)


def test_the_time_of_day_moves_into_a_shorter_day() -> None:
    site = Calendar(weekly=(*OFFICE_WEEK[:5], (Shift.between("09:00", "12:00"),), ()))
    assert shown(site.add_days(local("2026-03-06 16:00"), 1).at) == "2026-03-07 12:00"
    assert shown(site.add_days(local("2026-03-06 08:40"), 1).at) == "2026-03-07 09:00"


def kinds(due: Due) -> list[str]:
    return [step.kind for step in due.why]


def test_it_says_why_over_the_spring_festival() -> None:
    due = SZ.add_days(local("2026-02-13 16:00"), 2)
    assert [step.text() for step in due.why] == [
        "Starts 2026-02-13 16:00",
        "Counts 2026-02-14, a make-up working day",
        "Skips 2026-02-15…2026-02-23: Chinese New Year (Spring Festival)",
        "Due 2026-02-24 16:00 (working days given: 2)",
    ]
    assert not due.provisional


def test_it_says_why_in_the_reader_s_language() -> None:
    holiday = SZ.add_days(local("2026-02-13 16:00"), 2).why[2]
    assert holiday.text({"Skips %(days)s: %(name)s": "跳过 %(days)s：%(name)s"}.__getitem__, "zh") == "跳过 2026-02-15…2026-02-23：春节"
    assert (holiday.params["first"], holiday.params["last"]) == ("2026-02-15", "2026-02-23")


def test_it_says_why_for_weekends_own_days_and_a_start_out_of_hours() -> None:
    site = Calendar(own_days=(OwnDay(date(2026, 3, 9), False, "stocktaking"), OwnDay(date(2026, 3, 14), True, "rush order")))
    due = site.add_days(local("2026-03-06 18:00"), 6)
    assert kinds(due) == ["start", "weekend", "closed", "begins", "extra_day", "weekend", "due"]
    assert due.why[2].text() == "Skips 2026-03-09, closed here: stocktaking"
    assert shown(due.at) == "2026-03-16 17:30"


@pytest.mark.parametrize(
    "name", ["National Day", "Mid-Autumn Festival", "Tomb-Sweeping Day", "New Year's Day", "Labor Day", "Dragon Boat Festival"]
)
def test_holidays_are_named_by_what_is_celebrated_not_by_the_exchange_of_days(name: str) -> None:
    due = SZ.add_days(local("2025-12-30 10:00"), 248)
    names = {step.params["name"]["en"] for step in due.why if step.kind == "holiday" and not isinstance(step.params["name"], str)}
    assert name in names
    assert not any("substituted" in each or "observed" in each for each in names)


def test_a_due_time_in_a_year_not_announced_is_provisional_and_says_so() -> None:
    due = SZ.add_days(local("2026-12-31 15:00"), 1)
    assert due.provisional
    assert "provisional" in kinds(due)
    assert not Calendar(announced_until=2027).add_days(local("2026-12-31 15:00"), 1).provisional
    assert not SZ.add_days(local("2026-12-30 15:00"), 1).provisional


def test_shares_are_measured_in_working_time() -> None:
    due = SZ.add_hours(local("2026-03-06 15:30"), 4)
    assert shown(due.at) == "2026-03-09 10:30"
    assert [shown(due.at_share(share)) for share in (0.5, 0.75, 1, 1.25, 2)] == [
        "2026-03-06 17:30",
        "2026-03-09 09:30",
        "2026-03-09 10:30",
        "2026-03-09 11:30",
        "2026-03-09 15:30",
    ]


def test_shares_of_one_working_day_reach_from_clock_time_to_clock_time() -> None:
    due = SZ.add_days(local("2026-03-02 10:00"), 1)
    assert [shown(due.at_share(share)) for share in (0.75, 1, 1.25, 2)] == [
        "2026-03-02 17:00",
        "2026-03-03 10:00",
        "2026-03-03 12:00",
        "2026-03-04 10:00",
    ]


def test_what_is_due_at_once_has_all_its_shares_at_once() -> None:
    due = SZ.add_hours(local("2026-03-02 10:00"), 0)
    assert due.at_share(0.75) == due.at_share(2) == due.at


def test_a_pause_stretches_hours_days_and_shares() -> None:
    pause = Pause(local("2026-03-02 11:00"), local("2026-03-02 14:00"), "customer asked for the lot")
    assert shown(SZ.add_hours(local("2026-03-02 10:00"), 2, [pause]).at) == "2026-03-02 15:00"
    due = SZ.add_days(local("2026-03-02 10:00"), 1, [pause])
    assert shown(due.at) == "2026-03-03 12:00"
    assert shown(due.at_share(0.5)) == "2026-03-02 17:00"
    assert "Paused from 2026-03-02 11:00 to 2026-03-02 14:00: customer asked for the lot" in [step.text() for step in due.why]


def test_a_pause_into_which_the_stretched_time_runs_counts_too() -> None:
    pauses = [
        Pause(local("2026-03-03 09:00"), local("2026-03-03 11:00"), "second"),
        Pause(local("2026-03-02 14:00"), local("2026-03-02 17:30"), "first"),
        Pause(local("2026-03-02 16:00"), local("2026-03-02 17:00"), "within the first"),
    ]
    due = SZ.add_days(local("2026-03-02 10:00"), 1, pauses)
    assert shown(due.at) == "2026-03-03 16:30"
    assert SZ.working_seconds(due.start, due.at, pauses) == 8 * 3600


def test_a_pause_outside_working_time_changes_nothing() -> None:
    pause = Pause(local("2026-03-02 17:30"), local("2026-03-03 08:30"), "night")
    assert SZ.add_days(local("2026-03-02 08:30"), 1, [pause]).at == SZ.add_days(local("2026-03-02 08:30"), 1).at


def test_the_answer_can_be_kept_as_json() -> None:
    due = SZ.add_days(local("2026-02-13 16:00"), 2)
    kept = due.to_json()
    assert kept["at"] == "2026-02-24T08:00:00+00:00"
    assert tuple(Step.from_json(step) for step in kept["why"]) == due.why


@pytest.mark.parametrize("add", [SZ.add_hours, SZ.add_days])
def test_time_is_not_taken_back(add: object) -> None:
    with pytest.raises(ValueError, match="negative"):
        add(local("2026-03-02 10:00"), -1)  # type: ignore[operator]


def test_a_pause_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Pause(local("2026-03-02 10:00"), local("2026-03-02 09:00"), "x")
