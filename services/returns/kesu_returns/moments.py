"""Days and moments as the files of other systems write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields

from kesu_common.i18n import N_

_TIME = r"(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?"
_FORMS = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _TIME), (0, 1, 2)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})" + _TIME), (2, 0, 1)),
)


class Moment(NamedTuple):
    """A day, and the local time on it where the file says one."""

    day: date
    clock: time | None

    def at(self, zone: ZoneInfo, default: time) -> datetime:
        """The instant (UTC) in the site's zone; without a time on the day, at `default`."""
        return datetime.combine(self.day, self.clock or default, zone).astimezone(UTC)


class LooseMoment(fields.Field[Moment]):
    """2026-11-23, 2026/11/23 9:30, 2026年11月23日, or the American 11/23/2026 9:30; the zone is the site's."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Moment:
        try:
            for pattern, (year, month, day) in _FORMS:
                if match := pattern.fullmatch(str(value).strip()):
                    numbers = [int(part) for part in match.groups()[:3]]
                    clock = time(int(match[4]), int(match[5])) if match[4] else None
                    return Moment(date(numbers[year], numbers[month], numbers[day]), clock)
        except ValueError as error:
            raise ValidationError(_UNREADABLE) from error
        raise ValidationError(_UNREADABLE)


_UNREADABLE = N_("Not a date that can be read. Write it as 2026-11-23.")
