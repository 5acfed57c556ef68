"""Reading: the first row with words holds the column names, every further row becomes a dict of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Final

from python_calamine import CalamineError, CalamineWorkbook

from kesu_common.files.office import XLSX, ZIP_MAGIC, office_type
from kesu_common.i18n import N_
from kesu_common.spreadsheets.delimited import read_delimited
from kesu_common.spreadsheets.errors import SpreadsheetUnreadable

Row = tuple[int, dict[str, str]]
"""The row's number as the spreadsheet shows it (the first is 1), and its cells by column name; empty cells are ""."""
EXTRA: Final = ""
"""The key under which cells beyond the last column name are found: such a row has probably slipped."""
_OLD_OFFICE: Final = bytes.fromhex("D0CF11E0")
_EXACT: Final = 1e15
"""Spreadsheets keep 15 digits of a number; what is longer has lost its end."""

Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True)
class Table:
    """Column names, in order, and the rows, read as they are asked for. Empty rows are left out (their numbers too)."""

    headers: tuple[str, ...]
    rows: Iterator[Row]


def open_table(stream: IO[bytes], *, name: str) -> Table:
    """The table in a seekable file: CSV (UTF-8, UTF-16 with mark, GB 18030; separated by comma, semicolon or tab) or XLSX (first sheet).

    Keeps CSV cells as written; XLSX numbers are written out ("12", "0.5"), one of more than 15 digits, which the spreadsheet has
    already cut, as "1.2345678901234567E+19"; dates are ISO 8601. `name` is for messages. Raises SpreadsheetUnreadable, for a broken CSV
    also while the rows are read, and `files.FileRefused` for an XLSX that is damaged or a bomb.
    """
    start = stream.read(4)
    stream.seek(0)
    if start.startswith(_OLD_OFFICE):
        raise SpreadsheetUnreadable(N_("%(name)s is an old or encrypted Excel file. Save it as .xlsx without a password."), name=name)
    records = _sheet(stream, name) if start == ZIP_MAGIC else read_delimited(stream, name)
    return _table(records, name)


def _table(records: Iterator[tuple[int, Sequence[str]]], name: str) -> Table:
    first = next((cells for _, cells in records if any(cell.strip() for cell in cells)), None)
    if first is None:
        raise SpreadsheetUnreadable(N_("%(name)s has no rows."), name=name)
    headers = _unique(first)
    return Table(headers, _rows(headers, records))


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names as written, made distinct: the second "lot" is "lot (2)", the nameless third column "#3"."""
    seen: dict[str, int] = {}
    names = []
    named = max(number for number, cell in enumerate(cells, 1) if cell.strip())
    for number, cell in enumerate(cells[:named], 1):
        name = " ".join(cell.split()) or f"#{number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _rows(headers: tuple[str, ...], records: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    width = len(headers)
    for number, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(headers, [*cells, *[""] * (width - len(cells))], strict=False))
        beyond = " | ".join(cell for cell in cells[width:] if cell.strip())
        if beyond:
            row[EXTRA] = beyond
        yield number, row


def _sheet(stream: IO[bytes], name: str) -> Iterator[tuple[int, Sequence[str]]]:
    if office_type(stream, name) != XLSX:
        raise SpreadsheetUnreadable(N_("%(name)s is no spreadsheet. Send .xlsx or .csv."), name=name)
    stream.seek(0)
    try:
        sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
        cells = sheet.iter_rows()
    except (CalamineError, IndexError, ValueError) as error:
        raise SpreadsheetUnreadable(
            N_("%(name)s cannot be read. Open it in Excel, save it again as .xlsx, and send that."), name=name
        ) from error
    return ((number, [_text(cell) for cell in row]) for number, row in enumerate(cells, 1))


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < _EXACT else repr(float(cell)).upper()
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat()
