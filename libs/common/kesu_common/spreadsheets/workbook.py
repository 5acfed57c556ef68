"""An XLSX file as its parts: sheets by name, cells as XML. For filling somebody else's template, where everything else must stay as it is.

A library that reads a workbook into its own model and writes that out again loses what it does not know: pictures, shapes, check boxes,
print settings. Here only the sheets' own XML is touched; every other part is copied byte by byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import join, normpath
from typing import IO, Final
from xml.dom.minidom import Document, Element, parseString
from xml.parsers.expat import ExpatError
from zipfile import ZipFile

from kesu_common.files.office import XLSX, office_type
from kesu_common.i18n import N_
from kesu_common.spreadsheets.errors import SpreadsheetUnreadable

MAX_PART: Final = 8 * 1024 * 1024
"""Bytes of one sheet: a form that people fill in has some tens of thousands."""
WORKBOOK: Final = "xl/workbook.xml"
_SHARED: Final = "xl/sharedStrings.xml"
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Workbook:
    """A template that was checked; close it when done. Raises SpreadsheetUnreadable and `files.FileRefused` for what is none."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        if office_type(stream, name) != XLSX:
            raise SpreadsheetUnreadable(N_("%(name)s is no spreadsheet. Send .xlsx."), field="file", name=name)
        stream.seek(0)
        self.name = name
        self.archive = ZipFile(stream)
        self._documents: dict[str, Document] = {}
        self._shared: list[str] | None = None
        self.parts = self._sheets()

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets, in order."""
        return list(self.parts)

    def document(self, part: str) -> Document:
        """A part as XML, read once; what is changed in it is what is written."""
        if part not in self._documents:
            self._documents[part] = self._parsed(part)
        return self._documents[part]

    def changed(self) -> dict[str, Document]:
        """The parts that were read as XML."""
        return dict(self._documents)

    def cells(self, sheet: str) -> Iterator[Element]:
        """The cells of a sheet that are written down, in order."""
        yield from elements(self.document(self.parts[sheet]), "c")

    def text(self, cell: Element) -> str:
        """What a cell shows: its text, or its number as it is stored."""
        kind = cell.getAttribute("t")
        if kind == "inlineStr":
            return words(cell)
        value = next((words(v) for v in elements(cell, "v")), "")
        if kind != "s":
            return value
        shared = self._strings()
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""

    def _strings(self) -> list[str]:
        if self._shared is None:
            known = _SHARED in self.archive.namelist()
            self._shared = [words(item) for item in elements(self._parsed(_SHARED), "si")] if known else []
        return self._shared

    def _sheets(self) -> dict[str, str]:
        relations = self._parsed("xl/_rels/workbook.xml.rels")
        targets = {one.getAttribute("Id"): one.getAttribute("Target") for one in elements(relations, "Relationship")}
        found: dict[str, str] = {}
        for sheet in elements(self.document(WORKBOOK), "sheet"):
            target = targets.get(sheet.getAttribute("r:id"), "")
            part = normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))
            if part.startswith("xl/worksheets/") and part in self.archive.namelist():
                found[sheet.getAttribute("name")] = part
        if not found:
            raise self.unreadable()
        return found

    def _parsed(self, part: str) -> Document:
        try:
            if self.archive.getinfo(part).file_size > MAX_PART:
                raise SpreadsheetUnreadable(N_("%(name)s is too large for a form. Send one with less in it."), field="file", name=self.name)
            content = self.archive.read(part)
            text = content.decode("utf-8-sig")
            if "<!DOCTYPE" in text or "<!ENTITY" in text:
                raise self.unreadable()
            return parseString(text.encode())  # noqa: S318  (see above)
        except (KeyError, UnicodeDecodeError, ExpatError, RecursionError, ValueError) as error:
            raise self.unreadable() from error

    def unreadable(self) -> SpreadsheetUnreadable:
        """What to raise for a file whose parts make no sense."""
        message = N_("%(name)s cannot be read. Open it in Excel, save it again as .xlsx, and send that.")
        return SpreadsheetUnreadable(message, field="file", name=self.name)


def elements(parent: Document | Element, name: str) -> list[Element]:
    """The elements of that name below, whatever their prefix."""
    return list(parent.getElementsByTagNameNS("*", name))


def words(parent: Element) -> str:
    """The text of an element; of a string without its phonetic reading."""
    found = []
    for node in parent.childNodes:
        if node.nodeType == node.TEXT_NODE:
            found.append(node.data if parent.localName in {"t", "v", "f"} else "")
        elif isinstance(node, Element) and node.localName != "rPh":
            found.append(words(node))
    return "".join(found)


def place(cell: str) -> tuple[int, int]:
    """Row and column (from 1) of an address like `B3`. Raises `ValueError` for what is none, or lies beyond a sheet's last cell."""
    match = _ADDRESS.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > 1_048_576 or column > 16_384:
        raise ValueError(cell)
    return row, column
