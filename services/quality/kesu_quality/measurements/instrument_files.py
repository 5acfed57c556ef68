"""A measuring instrument's file (CSV or XLSX) as cells of the measuring grid: read, shown to be checked, and saved only then."""

from __future__ import annotations

import unicodedata
from typing import IO

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.spreadsheets import open_table
from kesu_quality.measurements.schemas import MOST_PIECES
from kesu_quality.standards.model import Characteristic, Standard

_HEADS = {
    "characteristic": ("characteristic", "feature", "项目", "检验项目", "特性"),
    "piece": ("piece", "part", "sample", "件号", "样件", "序号"),
    "value": ("value", "measured", "reading", "实测值", "测量值", "值"),
}
"""Column names of a file with one value in each row, in lower case."""
_MOST_ROWS = 20_000


def read_readings(stream: IO[bytes], name: str, standard: Standard) -> dict[str, str]:
    """The file's values as `{"v-<characteristic>-<piece>": text}`.

    Either one value in each row (columns characteristic, piece, value), or a row for each characteristic with a column for each piece. A
    characteristic is named by its number, or its Chinese or English name. Raises `Invalid` (field `readings`) naming the row that does not
    fit, and what the spreadsheet reader raises.
    """
    table = open_table(stream, name=name)
    columns = {key: head for head in table.headers for key, names in _HEADS.items() if head.strip().lower() in names}
    known = _names(standard)
    cells: dict[str, str] = {}
    for number, row in table.rows:
        if number > _MOST_ROWS:
            raise Invalid(N_("%(name)s has more than %(most)s rows."), field="readings", name=name, most=_MOST_ROWS)
        if len(columns) == len(_HEADS):
            found = [(row[columns["piece"]], row[columns["value"]])]
            which = row[columns["characteristic"]]
        else:
            which, *rest = (row[head] for head in table.headers)
            found = [(str(piece), value) for piece, value in enumerate(rest, 1)]
        characteristic = known.get(_plain(which))
        if characteristic is None:
            message = N_("Row %(row)s: the standard has no characteristic “%(name)s”.")
            raise Invalid(message, field="readings", row=number, name=which)
        for piece, value in found:
            if value.strip():
                cells[_cell(characteristic, piece, number)] = value.strip()
    if not cells:
        raise Invalid(N_("%(name)s has no values."), field="readings", name=name)
    return cells


def _names(standard: Standard) -> dict[str, Characteristic]:
    every: dict[str, Characteristic] = {}
    for each in standard.characteristics:
        every |= {_plain(name): each for name in (str(each.position), each.name_zh, each.name_en)}
    return every


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _cell(characteristic: Characteristic, piece: str, row: int) -> str:
    text = _plain(piece)
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PIECES:
        raise Invalid(N_("Row %(row)s: “%(piece)s” is no number of a piece."), field="readings", row=row, piece=piece)
    return f"v-{characteristic.position}-{int(text)}"
