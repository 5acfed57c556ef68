"""The calendar agrees with the announced facts, hour by hour, and is kept as a setting."""

from __future__ import annotations

import csv
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kesu_common.worktime import OFFICE_WEEK, Calendar, CalendarInvalid, DayKind, NoWorkingTime, OwnDay, Pause, Shift

SHANGHAI = ZoneInfo("Asia/Shanghai")
FACTS = {
    row["date"]: row["day_type"]
    for row in csv.DictReader((Path(__file__).parent / "data" / "public_days_cn.csv").read_text(encoding="utf-8").splitlines())
}
OFFICE_MINUTES = ((510, 720), (780, 1050))
SZ = Calendar()


def works(day: date) -> bool:
    """The independent answer: the announced facts, otherwise Monday to Friday."""
    return {"holiday": False, "makeup_workday": True}.get(FACTS.get(day.isoformat(), ""), day.weekday() < 5)


def every_half_hour(first: date, last: date) -> list[tuple[datetime, bool]]:
    found = []
    day = first
    while day <= last:
        midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        open_today = works(day)
        found += [
            (midnight + timedelta(minutes=minute), open_today and any(opens <= minute < closes for opens, closes in OFFICE_MINUTES))
            for minute in range(0, 1440, 30)
        ]
        day += timedelta(days=1)
    return found


THREE_YEARS = every_half_hour(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.clause("4.1.3.7-c")
def test_every_half_hour_of_three_years_is_working_time_exactly_when_the_announcements_say_so() -> None:
    wrong = [at for at, expected in THREE_YEARS if SZ.is_working(at) is not expected]
    assert len(THREE_YEARS) == 1096 * 48
    assert wrong == []


def test_the_next_working_instant_and_the_working_seconds_agree_with_counting() -> None:
    """At every hour: the next opening, and the working time of the week (336 half hours) before."""
    half_hours = [1800 if is_open else 0 for _, is_open in THREE_YEARS]
    following = 0
    for number in range(336, len(THREE_YEARS) - 48, 2):
        at = THREE_YEARS[number][0]
        assert SZ.working_seconds(at - timedelta(days=7), at) == sum(half_hours[number - 336 : number])
        following = next(each for each in range(max(following, number), len(THREE_YEARS)) if half_hours[each])
        assert SZ.next_working(at) == THREE_YEARS[following][0]
    assert SZ.working_seconds(THREE_YEARS[0][0], THREE_YEARS[-48][0]) == sum(half_hours[:-48])


def test_the_next_working_day_agrees_with_counting() -> None:
    day = date(2024, 1, 1)
    while day < date(2026, 12, 31):
        expected = next(day + timedelta(days=number) for number in range(1, 30) if works(day + timedelta(days=number)))
        assert SZ.next_working_day(day) == expected
        day += timedelta(days=1)


def test_working_seconds_backwards_are_negative() -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    assert SZ.working_seconds(monday + timedelta(hours=1), monday) == -3600


def test_the_working_time_of_three_years_is_counted_fast() -> None:
    started = time.process_time()
    Calendar().working_seconds(datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    first = time.process_time() - started
    assert first < 1, f"{first} s"


def test_a_year_not_announced_is_provisional_until_the_site_says_otherwise() -> None:
    assert not SZ.is_provisional(date(2026, 12, 31))
    assert SZ.is_provisional(date(2027, 1, 1))
    assert not Calendar(announced_until=2027).is_provisional(date(2027, 1, 1))
    assert not Calendar(country="DE", timezone="Europe/Berlin").is_provisional(date(2030, 1, 1))


def test_own_days_win_over_public_ones() -> None:
    site = Calendar(
        own_days=(
            OwnDay(date(2026, 2, 15), True, "urgent order", (Shift.between("09:00", "12:00"),)),
            OwnDay(date(2026, 2, 16), True, "urgent order"),
            OwnDay(date(2026, 3, 2), False, "stocktaking"),
        )
    )
    assert site.is_working(datetime(2026, 2, 15, 11, 59, tzinfo=SHANGHAI))
    assert not site.is_working(datetime(2026, 2, 15, 12, tzinfo=SHANGHAI))
    assert site.is_working(datetime(2026, 2, 16, 17, 29, tzinfo=SHANGHAI))
    assert site.day(date(2026, 3, 2)).kind is DayKind.OWN_HOLIDAY
    assert site.next_working_day(date(2026, 2, 28)) == date(2026, 3, 3)


def test_a_make_up_day_works_the_hours_of_a_weekday_even_where_saturdays_are_short() -> None:
    site = Calendar(weekly=(*OFFICE_WEEK[:5], (Shift.between("08:30", "12:00"),), ()))
    assert not site.is_working(datetime(2026, 2, 7, 15, tzinfo=SHANGHAI)), "an ordinary Saturday"
    assert site.is_working(datetime(2026, 2, 14, 15, tzinfo=SHANGHAI)), "a Saturday worked for the Spring Festival"


def test_shifts_round_the_clock_leave_no_gap_at_midnight() -> None:
    site = Calendar(country="", weekly=((Shift.between("00:00", "24:00"),),) * 7)
    assert site.is_working(datetime(2026, 3, 1, 23, 59, 59, tzinfo=SHANGHAI))
    assert site.working_seconds(datetime(2026, 3, 1, tzinfo=SHANGHAI), datetime(2026, 3, 8, tzinfo=SHANGHAI)) == 7 * 86400


def test_a_night_shift_through_the_change_of_clocks_counts_real_time() -> None:
    site = Calendar(timezone="Europe/Berlin", country="DE", region="BY", weekly=((Shift.between("00:00", "06:00"),),) * 7)
    berlin = ZoneInfo("Europe/Berlin")
    spring, autumn = datetime(2026, 3, 29, tzinfo=berlin), datetime(2026, 10, 25, tzinfo=berlin)
    assert site.working_seconds(spring, spring + timedelta(days=1)) == 5 * 3600
    assert site.working_seconds(autumn, autumn + timedelta(days=1)) == 7 * 3600


def test_instants_given_in_a_zone_with_summer_time_are_counted_in_real_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    site = Calendar(timezone="Europe/Berlin", country="", weekly=((Shift.between("00:00", "24:00"),),) * 7)
    before = datetime(2026, 3, 29, 1, 30, tzinfo=berlin)
    assert site.working_seconds(before, datetime(2026, 3, 29, 3, 30, tzinfo=berlin)) == 3600
    assert site.add_hours(before, 1).at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert site.next_working(before).tzinfo is UTC


def test_a_region_has_its_own_holidays() -> None:
    bavaria = Calendar(timezone="Europe/Berlin", country="DE", region="BY")
    assert bavaria.day(date(2026, 1, 6)).kind is DayKind.HOLIDAY
    assert Calendar(timezone="Europe/Berlin", country="DE").day(date(2026, 1, 6)).kind is DayKind.ORDINARY


def test_a_calendar_survives_being_kept_as_json() -> None:
    site = Calendar(
        weekly=(*OFFICE_WEEK[:5], (Shift.between("08:30", "12:00"),), ()),
        own_days=(OwnDay(date(2026, 3, 2), False, "盘点"), OwnDay(date(2026, 3, 7), True, "rush", (Shift.between("00:00", "24:00"),))),
        announced_until=2027,
    )
    assert Calendar.from_json(site.to_json()) == site
    assert Calendar.from_json({}) == Calendar()
    assert site.to_json()["weekly"]["sat"] == [["08:30", "12:00"]]


@pytest.mark.parametrize(
    ("setting", "field"),
    [
        ({"timezone": "Asia/Nowhere"}, "timezone"),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "region": "ZZ"}, "region"),
        ({"weekly": {}}, "weekly"),
        ({"weekly": {"monday": []}}, "weekly"),
        ({"weekly": {"mon": [["17:00", "08:00"]]}}, "weekly"),
        ({"weekly": {"mon": [["08:00", "25:00"]]}}, "weekly"),
        ({"weekly": {"mon": ["08:00"]}}, "weekly"),
        ({"weekly": {"mon": [["08:00", "12:00"], ["11:00", "17:00"]]}}, "weekly"),
        ({"own_days": [{"day": "2026-13-01", "works": False, "reason": "x"}]}, "own_days"),
        ({"own_days": [{"day": "2026-03-02", "works": "no", "reason": "x"}]}, "own_days"),
        ({"own_days": [{"day": "2026-03-02", "works": False, "reason": " "}]}, "own_days"),
        ({"own_days": [{"day": "2026-03-02", "works": False, "reason": "x"}] * 2}, "own_days"),
        ({"announced_until": True}, "announced_until"),
        ({"holidays": []}, "holidays"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_naming_the_part(setting: dict[str, object], field: str) -> None:
    with pytest.raises(CalendarInvalid) as refused:
        Calendar.from_json(setting)
    assert refused.value.field == field
    assert str(refused.value)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SZ.is_working(datetime(2026, 3, 2, 9))  # noqa: DTZ001 - the mistake itself


def test_a_clock_that_never_runs_is_refused_instead_of_searched_for_ever() -> None:
    for_ever = Pause(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC), "forgotten")
    with pytest.raises(NoWorkingTime):
        SZ.add_hours(datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), 1, [for_ever])
