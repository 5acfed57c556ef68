"""Why a table cannot be read or written."""

from __future__ import annotations

from kesu_common.errors import Invalid, TooLarge


class SpreadsheetUnreadable(Invalid):
    """The file is no table that can be read; the message names the remedy."""

    code = "spreadsheet-unreadable"


class SpreadsheetTooLong(TooLarge):
    """More rows than an XLSX sheet can hold."""

    code = "spreadsheet-too-long"
