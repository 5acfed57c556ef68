"""Importing: a table of a spreadsheet becomes commands, row by row, and a report of what became of each (导入).

A service declares an `ImportSpec`; `run_import` does the rest. Importing the same file twice adds nothing.
"""

from __future__ import annotations

from kesu_common.importing.mapping import ColumnsMissing, guess_mapping
from kesu_common.importing.report import ImportReport, Refusal
from kesu_common.importing.run import run_import
from kesu_common.importing.spec import Applied, ImportColumn, ImportSpec

__all__ = ["Applied", "ColumnsMissing", "ImportColumn", "ImportReport", "ImportSpec", "Refusal", "guess_mapping", "run_import"]
