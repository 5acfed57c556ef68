"""Tables come in and go out without losing a digit or gaining a formula."""

from __future__ import annotations

import csv
import gc
import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu_common.files import FileRefused
from kesu_common.spreadsheets import (
    EXTRA,
    SpreadsheetTooLong,
    SpreadsheetUnreadable,
    csv_chunks,
    open_table,
    write_csv,
    write_xlsx,
    writing,
)

LONG = "69012345678901234567"
DANGEROUS = [
    '=HYPERLINK("http://x","y")',
    "+cmd|'/c calc'!A1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    "'=1",
    "''=1",
    "'quoted'",
    "-5",
    "+8613800138000",
]


def read(content: bytes, name: str = "a.csv") -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    table = open_table(io.BytesIO(content), name=name)
    return table.headers, list(table.rows)


def as_csv(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    target = io.BytesIO()
    write_csv(target, headers, rows)
    return target.getvalue()


def as_xlsx(headers: Sequence[str], rows: Sequence[Sequence[object]], zone: str = "UTC") -> bytes:
    target = io.BytesIO()
    write_xlsx(target, headers, rows, zone=ZoneInfo(zone))
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_csv_is_read_in_the_encodings_that_occur(encoding: str) -> None:
    headers, rows = read("客户,产品,数量\n一汽,齿轮箱,5\n".encode(encoding))
    assert headers == ("客户", "产品", "数量")
    assert rows == [(2, {"客户": "一汽", "产品": "齿轮箱", "数量": "5"})]


def test_the_encoding_is_found_even_when_only_the_last_row_tells_it() -> None:
    rows = read(b"lot,words\n" + b"L1,fine\n" * 200_000 + "L2,漏油\n".encode("gb18030"))[1]
    assert rows[-1] == (200_002, {"lot": "L2", "words": "漏油"})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    assert read(separator.join(['"a,b;c"', "lot", "n"]).encode() + b"\n" + separator.join("123").encode())[1] == [
        (2, {"a,b;c": "1", "lot": "2", "n": "3"})
    ]


def test_line_breaks_within_cells_stay_and_rows_are_numbered_as_the_spreadsheet_does() -> None:
    rows = read(b'lot,words\r\nL1,"leaks\nbadly, ""very"""\r\n\r\n,\r\nL2,ok\r\n')[1]
    assert rows == [(2, {"lot": "L1", "words": 'leaks\nbadly, "very"'}), (5, {"lot": "L2", "words": "ok"})]


def test_titles_above_and_nameless_or_repeated_columns_are_told_apart() -> None:
    headers, rows = read(b"\n\nlot, lot ,,n,,\n1,2,3,4,,\n")
    assert headers == ("lot", "lot (2)", "#3", "n")
    assert rows == [(4, {"lot": "1", "lot (2)": "2", "#3": "3", "n": "4"})]


def test_a_row_with_more_cells_than_columns_shows_them_and_a_short_one_is_filled() -> None:
    assert read(b"lot,n\nL1,5,slipped,,too\nL2\n")[1] == [
        (2, {"lot": "L1", "n": "5", EXTRA: "slipped | too"}),
        (3, {"lot": "L2", "n": ""}),
    ]


def test_the_file_stays_open_after_reading() -> None:
    file = io.BytesIO(b"lot\n1\n")
    list(open_table(file, name="a.csv").rows)
    assert not file.closed


@pytest.mark.parametrize("kind", [as_csv, as_xlsx])
def test_texts_come_back_as_they_were(kind: object) -> None:
    texts = [LONG, "000123", "1e5", "漏油\n严重", "=1+1", *DANGEROUS, "http://x.example", "TRUE", "2026-03-02", "a" * 30_000]
    content = kind(["no", "text"], list(enumerate(texts)))  # type: ignore[operator]
    assert [row["text"] for _, row in read(content)[1]] == texts


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=20), max_size=8))
def test_any_text_survives_csv(texts: list[str]) -> None:
    assert [row["text"] for _, row in read(as_csv(["no", "text"], list(enumerate(texts))))[1]] == texts


def test_no_csv_cell_begins_like_a_formula() -> None:
    content = as_csv(["=header"], [[text] for text in DANGEROUS])
    cells = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    assert [cell for cell in cells if cell[0] in "=@\t\r＝" or (cell[0] in "+-" and not cell[1:].isdigit())] == []


def test_no_xlsx_cell_is_a_formula_or_a_link() -> None:
    archive = zipfile.ZipFile(io.BytesIO(as_xlsx(["text"], [[text] for text in [*DANGEROUS, "https://x.example"]])))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.replace("=HYPERLINK", "")
    assert archive.namelist().count("xl/worksheets/_rels/sheet1.xml.rels") == 0


def test_numbers_days_and_instants_are_numbers_days_and_the_site_s_clock() -> None:
    row = [5, 0.25, Decimal("1.5"), 10**19, date(2026, 2, 13), datetime(2026, 2, 13, 8, tzinfo=UTC), None, True, float("nan")]
    content = as_xlsx([f"c{number}" for number in range(9)], [row], "Asia/Shanghai")
    ((_, cells),) = read(content)[1]
    assert list(cells.values()) == ["5", "0.25", "1.5", str(10**19), "2026-02-13", "2026-02-13T16:00:00", "", "true", "nan"]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<v>5</v>" in sheet
    target = io.BytesIO()
    write_csv(target, ["at", "on"], [[row[5], row[4]]], zone=ZoneInfo("Asia/Shanghai"))
    assert target.getvalue() == b"\xef\xbb\xbfat,on\r\n2026-02-13 16:00:00,2026-02-13\r\n"


def test_a_number_that_the_spreadsheet_has_cut_does_not_look_like_a_serial_number() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["serial", "short"])
        sheet.write_row(3, 1, [float(LONG), 123456789012345])
    assert read(buffer.getvalue(), "a.xlsx")[1] == [(4, {"serial": "6.901234567890123E+19", "short": "123456789012345"})]


def test_an_empty_table_is_written_with_its_headers() -> None:
    assert read(as_xlsx(["lot"], [])) == (("lot",), [])
    assert b"".join(csv_chunks(["lot"], [])) == b"\xef\xbb\xbflot\r\n"


def test_an_xlsx_beyond_its_last_row_is_refused_and_a_cell_beyond_its_length_shows_that(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(as_xlsx(["a"], [["x" * 40_000]]))[1][0][1]["a"] == "x" * 32_766 + "…"
    monkeypatch.setattr(writing, "_LAST_ROW", 3)
    with pytest.raises(SpreadsheetTooLong, match="CSV"):
        as_xlsx(["a"], [["x"]] * 4)


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"", "no rows"),
        (b"\n , \n", "no rows"),
        (bytes.fromhex("D0CF11E0A1B11AE1"), "without a password"),
        (b"lot,words\n\xff\xff\xff\xff", "CSV UTF-8"),
        (b"\x00\x01\x02", "CSV UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content: bytes, remedy: str) -> None:
    with pytest.raises(SpreadsheetUnreadable, match=remedy):
        read(content)


def test_a_quotation_mark_without_its_partner_is_named_by_its_row() -> None:
    table = open_table(io.BytesIO(b'lot,words\nL1,ok\nL2,"open\nL3,ok\n'), name="清单.csv")
    assert next(table.rows) == (2, {"lot": "L1", "words": "ok"})
    with pytest.raises(SpreadsheetUnreadable, match=r"Row 3 of 清单\.csv"):
        next(table.rows)


def test_a_document_or_a_damaged_spreadsheet_is_refused() -> None:
    with pytest.raises(FileRefused, match="damaged"):
        read(as_xlsx(["lot"], [["1"]])[:-40], "a.xlsx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(SpreadsheetUnreadable, match=r"\.xlsx or \.csv"):
        read(buffer.getvalue(), "a.zip")


def test_long_tables_are_read_and_written_without_being_held_in_memory(tmp_path: Path) -> None:
    rows = ((number, "words " * 20) for number in range(20_000))
    tracemalloc.start()
    with (tmp_path / "a.csv").open("wb") as target:
        write_csv(target, ["no", "text"], rows)
    with (tmp_path / "a.csv").open("rb") as source:
        assert sum(1 for _ in open_table(source, name="a.csv").rows) == 20_000
    with (tmp_path / "a.xlsx").open("wb") as target:
        assert write_xlsx(target, ["no", "text"], ((number, "words " * 20) for number in range(5_000))) == 5_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000, f"{peak} bytes for {(tmp_path / 'a.csv').stat().st_size} bytes of CSV"


@pytest.mark.filterwarnings("error")
def test_a_table_that_is_not_read_to_its_end_lets_go_quietly() -> None:
    file = io.BytesIO(b"lot\n1\n2\n")
    table = open_table(file, name="a.csv")
    next(table.rows)
    file.close()
    del table
    gc.collect()
