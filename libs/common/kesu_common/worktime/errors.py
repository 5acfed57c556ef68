"""What can be wrong with a calendar."""

from __future__ import annotations

from kesu_common.errors import Invalid


class CalendarInvalid(Invalid):
    """The setting does not describe a calendar; `field` names the part."""

    code = "calendar-invalid"


class NoWorkingTime(Invalid):
    """The calendar has no working time within the next ten years, so nothing can be due."""

    code = "no-working-time"
