"""Filling a customer's XLSX template: texts into cells, or in place of `{{placeholders}}`; formats, pictures and formulas stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final, cast
from xml.dom.minidom import Document, Element
from zipfile import ZIP_DEFLATED, ZipFile

from kesu_common.errors import Invalid
from kesu_common.i18n import N_
from kesu_common.spreadsheets.workbook import WORKBOOK, Workbook, elements, place

PLACEHOLDER: Final = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST: Final = 32_767
_MOST: Final = 20_000
_SPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class TemplateCell:
    """A cell of a template with words in it, and the placeholders among them."""

    sheet: str
    cell: str
    text: str
    placeholders: tuple[str, ...]


def read_template(stream: IO[bytes], *, name: str) -> tuple[list[str], list[TemplateCell]]:
    """The sheets of a template and its cells with words. Raises SpreadsheetUnreadable and `files.FileRefused` for what is none."""
    book = Workbook(stream, name)
    found: list[TemplateCell] = []
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            text = book.text(cell)
            if text.strip() and not elements(cell, "f") and len(found) < _MOST:
                found.append(TemplateCell(sheet, cell.getAttribute("r"), text, tuple(PLACEHOLDER.findall(text))))
    return book.sheets, found


def fill_template(
    stream: IO[bytes], target: IO[bytes], *, name: str, values: Mapping[str, str], cells: Mapping[tuple[str, str], str] | None = None
) -> None:
    """Write the template to `target` with placeholders replaced by `values` and the texts of `cells` ({(sheet, address): text}) put in.

    A placeholder that `values` does not have stays. A cell inside merged ones means the first of them. Texts are texts, never formulas,
    and end in "…" beyond Excel's 32,767 characters. Raises `Invalid` (field `mapping`) for a sheet or cell that there is not, or a formula.
    """
    book = Workbook(stream, name)
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            text = book.text(cell)
            if PLACEHOLDER.search(text) and not elements(cell, "f"):
                _write(cell, PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text))
    for (sheet, address), text in (cells or {}).items():
        _write(_cell(book, sheet, address), text)
    _recount(book.document(WORKBOOK))
    _save(book, target)


def check_cells(stream: IO[bytes], *, name: str, cells: Sequence[tuple[str, str]]) -> None:
    """Raise `Invalid` (field `mapping`) unless every one of these (sheet, address) can be filled."""
    book = Workbook(stream, name)
    for sheet, address in cells:
        _cell(book, sheet, address)


def _cell(book: Workbook, sheet: str, address: str) -> Element:
    if sheet not in book.parts:
        message = N_("The template has no sheet “%(sheet)s”. It has: %(sheets)s.")
        raise Invalid(message, field="mapping", sheet=sheet, sheets=", ".join(book.sheets))
    document = book.document(book.parts[sheet])
    try:
        row, column = _first_of_merged(document, *place(address))
    except ValueError as error:
        raise Invalid(N_("“%(cell)s” is no cell. Write its column and row, like B3."), field="mapping", cell=address) from error
    try:
        data = elements(document, "sheetData")[0]
        found = _in_order(document, _in_order(document, data, "row", str(row), row), "c", _address(row, column), column)
    except (IndexError, ValueError) as error:
        raise book.unreadable() from error
    if elements(found, "f"):
        raise Invalid(N_("Cell %(cell)s of “%(sheet)s” holds a formula. Choose another."), field="mapping", cell=address, sheet=sheet)
    return found


def _first_of_merged(document: Document, row: int, column: int) -> tuple[int, int]:
    for merged in elements(document, "mergeCell"):
        first, _, last = merged.getAttribute("ref").partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column


def _in_order(document: Document, parent: Element, kind: str, name: str, at: int) -> Element:
    """The row or cell `name` below `parent`, made in its place if it is not there."""
    before = None
    for child in parent.childNodes:
        if not isinstance(child, Element) or child.localName != kind:
            continue
        known = child.getAttribute("r")
        number = int(known) if kind == "row" else place(known)[1]
        if number == at:
            return child
        if number > at:
            before = child
            break
    made = _new(document, parent, kind)
    made.setAttribute("r", name)
    parent.insertBefore(made, before)
    return made


def _new(document: Document, like: Element, name: str) -> Element:
    """An element in the namespace, and with the prefix, of another."""
    return document.createElementNS(like.namespaceURI or _SPACE, f"{like.prefix}:{name}" if like.prefix else name)


def _write(cell: Element, text: str) -> None:
    document = cast("Document", cell.ownerDocument)
    for child in list(cell.childNodes):
        cell.removeChild(child)
    fit = _UNFIT.sub("", text)
    cell.setAttribute("t", "inlineStr")
    holder, inner = _new(document, cell, "is"), _new(document, cell, "t")
    inner.setAttribute("xml:space", "preserve")
    inner.appendChild(document.createTextNode(fit if len(fit) <= _LONGEST else f"{fit[: _LONGEST - 1]}…"))
    holder.appendChild(inner)
    cell.appendChild(holder)


def _recount(workbook: Document) -> None:
    """Let Excel work formulas out anew: their kept results are those of the empty template."""
    root = workbook.documentElement
    known = elements(workbook, "calcPr")
    if known:
        known[0].setAttribute("fullCalcOnLoad", "1")
    elif root is not None:
        made = _new(workbook, root, "calcPr")
        made.setAttribute("fullCalcOnLoad", "1")
        after = {"oleSize", "customWorkbookViews", "pivotCaches", "fileRecoveryPr", "webPublishObjects", "extLst"}
        following = next((c for c in root.childNodes if isinstance(c, Element) and c.localName in after), None)
        root.insertBefore(made, following)


def _save(book: Workbook, target: IO[bytes]) -> None:
    changed = book.changed()
    with ZipFile(target, "w", ZIP_DEFLATED) as out:
        for item in book.archive.infolist():
            document = changed.get(item.filename)
            out.writestr(item, document.toxml(encoding="UTF-8", standalone=True) if document else book.archive.read(item.filename))


def _address(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
