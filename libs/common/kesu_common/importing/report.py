"""What became of every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from kesu_common.i18n import N_
from kesu_common.importing.spec import Applied
from kesu_common.spreadsheets import write_csv

_HEADERS = (N_("Row"), N_("Column"), N_("Value"), N_("Why"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was not taken: the row's number in the file, the column and its text ("" if the row as a whole), and a message."""

    row: int
    column: str
    value: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The reason as a sentence; `translate` turns a message id into the reader's language."""
        return translate(self.message) % self.params if self.params else translate(self.message)


@dataclass
class ImportReport:
    """Counts of rows: rows = created + updated + unchanged + refused_rows. A refused row may have several refusals."""

    name: str
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused_rows: int = 0
    refused: list[Refusal] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    """Columns of the file that no field was read from: a misspelt heading is one of them."""

    def count(self, applied: Applied) -> None:
        """One more row was taken."""
        self.rows += 1
        setattr(self, applied.value, getattr(self, applied.value) + 1)

    def refuse(self, refusals: list[Refusal]) -> None:
        """One more row was refused, for these reasons."""
        self.rows += 1
        self.refused_rows += 1
        self.refused += refusals

    def to_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The report as plain JSON, the reasons in the reader's language."""
        counts = {name: getattr(self, name) for name in ("name", "rows", "created", "updated", "unchanged", "refused_rows")}
        refused = [{"row": each.row, "column": each.column, "value": each.value, "why": each.text(translate)} for each in self.refused]
        return {**counts, "refused": refused, "unused": self.unused}

    def write_csv(self, target: IO[bytes], translate: Callable[[str], str] = str) -> None:
        """The refusals as CSV, to be mended and imported again."""
        rows = ((each.row, each.column, each.value, each.text(translate)) for each in self.refused)
        write_csv(target, [translate(header) for header in _HEADERS], rows)
