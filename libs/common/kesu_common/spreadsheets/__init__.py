"""Tables in and out, as people keep them: CSV in the encodings that occur, and XLSX. Every cell is text when it comes in."""

from __future__ import annotations

from kesu_common.spreadsheets.errors import SpreadsheetTooLong, SpreadsheetUnreadable
from kesu_common.spreadsheets.filling import TemplateCell, check_cells, fill_template, read_template
from kesu_common.spreadsheets.reading import EXTRA, Row, Table, open_table
from kesu_common.spreadsheets.writing import Sheet, csv_chunks, write_csv, write_workbook, write_xlsx

__all__ = [
    "EXTRA",
    "Row",
    "Sheet",
    "SpreadsheetTooLong",
    "SpreadsheetUnreadable",
    "Table",
    "TemplateCell",
    "check_cells",
    "csv_chunks",
    "fill_template",
    "open_table",
    "read_template",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
