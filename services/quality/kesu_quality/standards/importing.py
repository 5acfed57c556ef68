"""A standard's characteristics from a spreadsheet: read into the form to be checked, saved only then."""

from __future__ import annotations

import unicodedata
from typing import IO, Any

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.spreadsheets import open_table

COLUMNS = {
    "name_zh": ("中文名称", "检验项目", "项目", "name (chinese)", "name_zh"),
    "name_en": ("英文名称", "characteristic", "name", "name (english)", "name_en"),
    "kind": ("类型", "kind", "type"),
    "method": ("检验方法", "方法", "method"),
    "instrument": ("器具", "检验器具", "量具", "instrument"),
    "unit": ("单位", "unit"),
    "nominal": ("标称值", "名义值", "nominal", "nominal value"),
    "lower": ("下限", "lower", "lower limit", "lsl", "min"),
    "upper": ("上限", "upper", "upper limit", "usl", "max"),
    "severity_class": ("等级", "严重度", "class", "severity class"),
}
"""Field of a characteristic → the column names that mean it, in lower case."""
_CODES = {
    "计量": "measured", "计数": "attribute", "variable": "measured", "attribute": "attribute", "measured": "measured",
    "严重": "critical", "致命": "critical", "重": "major", "主要": "major", "轻": "minor", "次要": "minor", "轻微": "minor",
    "critical": "critical", "major": "major", "minor": "minor",
}  # fmt: skip
MOST = 200


def read_characteristics(stream: IO[bytes], name: str) -> list[dict[str, Any]]:
    """The rows as the form's fields; one name stands for both languages where the other is missing.

    Raises `Invalid` (field `spreadsheet`) without a column of names, with more rows than a standard has, or for a kind or class that means
    nothing; limits are checked with the form. Raises what the spreadsheet reader raises.
    """
    table = open_table(stream, name=name)
    columns = {field: head for head in table.headers for field, names in COLUMNS.items() if _plain(head) in names}
    if "name_zh" not in columns and "name_en" not in columns:
        raise Invalid(N_("%(name)s has no column with the names of the characteristics."), field="spreadsheet", name=name)
    rows: list[dict[str, Any]] = []
    for number, row in table.rows:
        if len(rows) == MOST:
            raise Invalid(N_("A standard has at most %(most)s characteristics."), field="spreadsheet", most=MOST)
        given = {field: unicodedata.normalize("NFKC", row[head]).strip() for field, head in columns.items()}
        for field in ("kind", "severity_class"):
            if given.get(field):
                given[field] = _code(given[field], number)
        given["name_zh"] = given.get("name_zh") or given.get("name_en", "")
        given["name_en"] = given.get("name_en") or given["name_zh"]
        rows.append(given)
    if not rows:
        raise Invalid(N_("%(name)s has no rows."), field="spreadsheet", name=name)
    return rows


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _code(text: str, row: int) -> str:
    found = _CODES.get(_plain(text))
    if found is None:
        raise Invalid(N_("Row %(row)s: “%(text)s” is neither a kind nor a class."), field="spreadsheet", row=row, text=text)
    return found
