"""Site calendars: when a site works, when something is due there, and why (工作日历).

`Calendar` is the site's setting; it answers what is working time and computes a `Due`, which carries its reasons as `Step`s.
"""

from __future__ import annotations

from kesu_common.worktime.announced import ANNOUNCED_UNTIL
from kesu_common.worktime.calendar import Calendar, Day, DayKind
from kesu_common.worktime.due import Due
from kesu_common.worktime.errors import CalendarInvalid, NoWorkingTime
from kesu_common.worktime.pauses import Pause
from kesu_common.worktime.shifts import OFFICE_WEEK, OwnDay, Shift
from kesu_common.worktime.why import Step

__all__ = [
    "ANNOUNCED_UNTIL",
    "OFFICE_WEEK",
    "Calendar",
    "CalendarInvalid",
    "Day",
    "DayKind",
    "Due",
    "NoWorkingTime",
    "OwnDay",
    "Pause",
    "Shift",
    "Step",
]
