"""Fields of forms about a return: rows for its lines, one of its lines, one of the site's places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kesu_common.web.form_fields import Field
from kesu_returns.returns.model import ReturnLine


def empty(_line: ReturnLine) -> None:
    """Nothing to begin with."""


class Column(NamedTuple):
    """One value of each row; `start` says what stands there first."""

    name: str
    label: str
    start: Callable[[ReturnLine], Any] = empty


@dataclass(frozen=True, kw_only=True)
class LineField(Field):
    """One line of the return."""

    kind: str = "line"


@dataclass(frozen=True, kw_only=True)
class PlaceField(Field):
    """A place of the site: for `arriving` goods, or where goods of the return `lying` there are, or any."""

    kind: str = "place"
    of: str = "any"


@dataclass(frozen=True, kw_only=True)
class LinesField(Field):
    """One row for each line of the return, with these columns."""

    kind: str = "lines"
    columns: Sequence[Column] = ()

    def initial(self, thing: Any) -> Any:
        """The rows: the number of the line, and per column what is left to do."""
        return [{"line": line.line, **{c.name: c.start(line) for c in self.columns}} for line in thing.lines]
