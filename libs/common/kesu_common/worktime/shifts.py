"""Shifts of a week and a site's own days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from kesu_common.i18n import N_
from kesu_common.worktime.errors import CalendarInvalid

MINUTES_A_DAY: Final = 24 * 60
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Working time from `opens` to just before `closes`, in minutes after the site's midnight; never across midnight (班次).

    A night shift is two: to 24:00 (1440), and from 00:00 on the next day.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise CalendarInvalid(N_("A shift must end after it begins, within one day: %(shift)s"), field="weekly", shift=str(self))

    @classmethod
    def between(cls, opens: str, closes: str) -> Shift:
        """The shift between two clock times, "08:30" and "17:30"; "24:00" is the end of the day."""
        return cls(_minutes(opens), _minutes(closes))

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"

    def clocks(self) -> list[str]:
        """The two clock times, as `between` takes them."""
        return [_clock(self.opens), _clock(self.closes)]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day on which the site differs from week and public holidays: closed, or working (with its own shifts or the usual)."""

    day: date
    works: bool
    reason: str
    shifts: tuple[Shift, ...] = ()

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise CalendarInvalid(N_("Give a reason for the day %(day)s."), field="own_days", day=self.day.isoformat())
        if self.shifts and not self.works:
            raise CalendarInvalid(N_("A closed day has no shifts: %(day)s"), field="own_days", day=self.day.isoformat())
        check_order(self.shifts, field="own_days")


def check_order(shifts: Sequence[Shift], *, field: str) -> None:
    """Raises CalendarInvalid unless the shifts of a day follow each other without overlapping."""
    for earlier, later in pairwise(shifts):
        if later.opens < earlier.closes:
            pair = f"{earlier}, {later}"
            raise CalendarInvalid(N_("The shifts overlap or are out of order: %(shifts)s"), field=field, shifts=pair)


def _minutes(clock: str) -> int:
    if not _CLOCK.fullmatch(clock):
        raise CalendarInvalid(N_("Not a time of day (00:00 to 24:00): %(value)s"), field="weekly", value=clock)
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


_OFFICE_DAY = (Shift.between("08:30", "12:00"), Shift.between("13:00", "17:30"))
OFFICE_WEEK: Final[tuple[tuple[Shift, ...], ...]] = (_OFFICE_DAY,) * 5 + ((), ())
"""Monday to Friday, eight hours with an hour at noon: what a site has before it says otherwise."""
