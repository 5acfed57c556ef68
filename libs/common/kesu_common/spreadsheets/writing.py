"""Writing: rows as they come, nothing piled up in memory, no cell that a spreadsheet would execute or shorten."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]

from kesu_common.i18n import N_
from kesu_common.spreadsheets.cells import CellValue, cell_value, guarded
from kesu_common.spreadsheets.errors import SpreadsheetTooLong

UTC_ZONE: Final = ZoneInfo("UTC")
_LAST_ROW: Final = 1_048_575
_LONGEST: Final = 32_767
_ROWS_A_CHUNK: Final = 200
_SAFE: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name (at most 31 characters), the headers, and the rows below them."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[object]]


def write_xlsx(target: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[object]], *, zone: ZoneInfo = UTC_ZONE) -> int:
    """Write one sheet and return the number of rows below the headers; see `write_workbook`."""
    (count,) = write_workbook(target, [Sheet("", headers, rows)], zone=zone)
    return count


def write_workbook(target: IO[bytes], sheets: Sequence[Sheet], *, zone: ZoneInfo = UTC_ZONE) -> list[int]:
    """Write the sheets and return the number of rows below the headers of each.

    Texts are text cells (leading zeros, long numbers and "=…" stay as they are; beyond Excel's 32,767 characters they end in "…"),
    numbers and dates are numbers and dates, instants the zone's clock time. Raises SpreadsheetTooLong beyond Excel's last row.
    """
    with xlsxwriter.Workbook(target, _SAFE) as book:
        bold = book.add_format({"bold": True, "num_format": "@"})
        formats = {
            str: book.add_format({"num_format": "@"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        return [_write_sheet(book.add_worksheet(one.name or None), one, bold, formats, zone) for one in sheets]


def _write_sheet(sheet: Any, given: Sheet, bold: Any, formats: Mapping[type, Any], zone: ZoneInfo) -> int:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(given.headers) - 1, 0), 18)
    for column, header in enumerate(given.headers):
        sheet.write_string(0, column, header, bold)
    count = 0
    for count, row in enumerate(given.rows, 1):
        if count > _LAST_ROW:
            raise SpreadsheetTooLong(N_("These are more than %(rows)s rows. Choose fewer, or save them as CSV."), rows=_LAST_ROW)
        for column, value in enumerate(row):
            cell = cell_value(value, zone)
            if isinstance(cell, str):
                sheet.write_string(count, column, _shortened(cell), formats[str])
            elif isinstance(cell, date):
                sheet.write_datetime(count, column, cell, formats[type(cell)])
            else:
                sheet.write_number(count, column, cell)
    return count


def write_csv(target: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[object]], *, zone: ZoneInfo = UTC_ZONE) -> None:
    """Write CSV as Excel reads it best (UTF-8 with mark, CRLF); see `csv_chunks`."""
    for chunk in csv_chunks(headers, rows, zone=zone):
        target.write(chunk)


def csv_chunks(headers: Sequence[str], rows: Iterable[Sequence[object]], *, zone: ZoneInfo = UTC_ZONE) -> Iterator[bytes]:
    """The same piece by piece, for a response that is sent while it is read.

    A text that a spreadsheet would compute gets an apostrophe in front; `open_table` takes it off again. Instants are the zone's
    clock time, "2026-02-13 16:00:00".
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([guarded(header) for header in headers])
    for number, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(cell_value(value, zone)) for value in row])
        if number % _ROWS_A_CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _csv_cell(cell: CellValue) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return guarded(cell) if isinstance(cell, str) else str(cell)


def _taken(buffer: io.StringIO) -> bytes:
    taken = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return taken


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
