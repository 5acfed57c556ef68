"""A customer's template: its cells, what is filled into them, what stays as it was, and files that are none."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from PIL import Image
from python_calamine import CalamineWorkbook

from kesu_common.errors import Invalid, KesuError
from kesu_common.spreadsheets import check_cells, fill_template, read_template


def template() -> io.BytesIO:
    """As a customer makes one: a logo, merged and coloured cells, a formula, a hidden sheet, placeholders."""
    file, logo = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(logo, "PNG")
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("8D")
        yellow = book.add_format({"bg_color": "#FFFF00", "bold": True, "text_wrap": True})
        sheet.write("A1", "8D Report")
        sheet.write("A2", "No.")
        sheet.write("B2", "{{number}}", yellow)
        sheet.write("A3", "Product {{ product }}, lot {{lot}}")
        sheet.merge_range("B5:D8", "", yellow)
        sheet.write_blank("B10", None, yellow)
        sheet.write_formula("A12", '=LEN(B2)&" letters"', None, "10 letters")
        sheet.write("A13", "{{unheard_of}}")
        sheet.insert_image("F1", "logo.png", {"image_data": logo})
        sheet.set_row(4, 60)
        book.add_worksheet("资料 2").write("C3", "{{number}}")
    file.seek(0)
    return file


def filled(**given: Any) -> io.BytesIO:
    target = io.BytesIO()
    fill_template(template(), target, name="8d.xlsx", **given)
    target.seek(0)
    return target


def rows(file: io.BytesIO, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def test_a_template_tells_its_sheets_its_words_and_its_placeholders() -> None:
    sheets, cells = read_template(template(), name="8d.xlsx")
    assert sheets == ["8D", "资料 2"]
    found = {(cell.sheet, cell.cell): cell.placeholders for cell in cells}
    assert found["8D", "A3"] == ("product", "lot")
    assert found["资料 2", "C3"] == ("number",)
    assert ("8D", "A12") not in found, "a formula is no place for words"


def test_placeholders_and_cells_are_filled_and_everything_else_stays() -> None:
    values = {"number": "CA-SZ-2026-000007", "product": "P-100", "lot": "L1"}
    file = filled(values=values, cells={("8D", "C6"): "漏水\nat 2 bar", ("8D", "E40"): "far below", ("8D", "B10"): "=1+1"})
    table = rows(file)
    assert (table[1][1], table[2][0], table[12][0]) == ("CA-SZ-2026-000007", "Product P-100, lot L1", "{{unheard_of}}")
    assert table[4][1] == "漏水\nat 2 bar", "a cell inside merged ones is the first of them"
    assert (table[39][4], table[9][1]) == ("far below", "=1+1")
    assert rows(file, 1)[2][2] == "CA-SZ-2026-000007"
    with ZipFile(template()) as before, ZipFile(file) as after:
        assert before.namelist() == after.namelist()
        for part in before.namelist():
            if not part.startswith("xl/worksheets/sheet") and part != "xl/workbook.xml":
                assert before.read(part) == after.read(part), part
        sheet = after.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>1+1</f>" not in sheet
    assert "LEN(B2)" in sheet
    assert 'r="B2" s="1" t="inlineStr"' in sheet, "formats stay"
    assert '<mergeCell ref="B5:D8"/>' in sheet
    assert "<drawing " in sheet


def test_what_cannot_be_in_a_file_is_left_out_and_too_long_texts_end() -> None:
    file = filled(values={"number": "a\x00\x0bb<&>", "product": "x" * 40_000})
    assert rows(file)[1][1] == "ab<&>"
    assert len(rows(file)[2][0]) == 32_767


@pytest.mark.parametrize(
    ("sheet", "cell", "words"),
    [
        ("8D", "A12", "formula"),
        ("8D", "3B", "no cell"),
        ("8D", "ZZZZ1", "no cell"),
        ("8D", "A9999999", "no cell"),
        ("9D", "A1", "8D, 资料 2"),
    ],
)
def test_cells_that_cannot_be_filled_are_refused(sheet: str, cell: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        check_cells(template(), name="8d.xlsx", cells=[(sheet, cell)])


def hostile(part: str, content: bytes) -> io.BytesIO:
    """The template with one part exchanged."""
    file = io.BytesIO()
    with ZipFile(template()) as before, ZipFile(file, "w", ZIP_DEFLATED) as out:
        for name in before.namelist():
            out.writestr(name, content if name == part else before.read(name))
    file.seek(0)
    return file


_BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", _BOMB),
        ("xl/worksheets/sheet1.xml", _OUTSIDE),
        ("xl/worksheets/sheet1.xml", _BOMB.decode().encode("utf-16")),
        ("xl/worksheets/sheet1.xml", b"<worksheet>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 9_000_000 + b"</worksheet>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/_rels/workbook.xml.rels", b"<x/>"),
        ("xl/sharedStrings.xml", b"\xff"),
    ],
)
def test_hostile_templates_are_refused(part: str, content: bytes) -> None:
    with pytest.raises(KesuError):
        read_template(hostile(part, content), name="8d.xlsx")


def test_a_sheet_without_its_data_is_refused_when_it_is_filled() -> None:
    with pytest.raises(KesuError):
        check_cells(hostile("xl/worksheets/sheet1.xml", b"<worksheet/>"), name="8d.xlsx", cells=[("8D", "A1")])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"a;b\n1;2", b"%PDF-1.7"])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(KesuError):
        read_template(io.BytesIO(content), name="8d.xlsx")
