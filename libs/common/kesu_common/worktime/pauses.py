"""Times during which a clock stands still although the site works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

Span = tuple[datetime, datetime]
"""A stretch of time in UTC: from the first up to, not including, the second."""


def instant(at: datetime) -> datetime:
    """The instant in UTC, where sums and differences are real time: Python counts clock time within one zone, wrong by an hour
    where the clocks change. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {at}")
    return at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """From `since` to `until` (aware) nothing is counted, for a reason, e.g. while the customer is asked (暂停).

    A pause that is still open has no end yet: pass the present instant, and compute the due time again when it ends.
    """

    since: datetime
    until: datetime
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "since", instant(self.since))
        object.__setattr__(self, "until", instant(self.until))
        if self.until < self.since:
            raise ValueError(f"the pause ends at {self.until} before it begins at {self.since}")


def without(span: Span, pauses: Iterable[Pause]) -> Iterator[Span]:
    """What is left of a span when the pauses (any order, may overlap) are cut out, in order."""
    begin, end = span
    for pause in sorted(pauses, key=lambda each: each.since):
        if pause.until <= begin or pause.since >= end:
            continue
        if pause.since > begin:
            yield begin, pause.since
        begin = pause.until
        if begin >= end:
            return
    yield begin, end
