"""A customer's spreadsheet: added, mapped, previewed, filled from a report, and files that are none."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

from kesu_common.testing.rig import csrf_of, posted, words_of

FORMS = "/capa/api/v1/customer-forms"


def template() -> bytes:
    """Some placeholders, an empty coloured cell, a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("8D")
        sheet.write("B2", "No. {{number}}")
        sheet.write("B3", "{{problem}}")
        sheet.write("B4", "{{our_mistake}}")
        sheet.write("B5", "{{action_2_description}} ({{action_2_department}}): {{action_2_evidence}}")
        sheet.write_blank("C7", None, book.add_format({"bg_color": "#FFFF00"}))
        sheet.write_formula("A9", "=LEN(B2)")
    return file.getvalue()


def added(capas: Any, content: bytes | None = None, expect: int = 201, role: str = "quality@SZ", **given: str) -> dict[str, Any]:
    answer = capas.program(role).post(
        FORMS,
        query_string={"site": "SZ", "title": "8D of Hamburg", **given},
        data={"file": (io.BytesIO(template() if content is None else content), "8d.xlsx")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == expect, answer.text
    return dict(answer.json)


def mapped(capas: Any, number: str, *cells: tuple[str, str, str], expect: int = 200) -> dict[str, Any]:
    mapping = [{"sheet": sheet, "cell": cell, "field": field} for sheet, cell, field in cells]
    answer = capas.program("quality@SZ").put(f"{FORMS}/{number}/mapping", json={"mapping": mapping})
    assert answer.status_code == expect, answer.text
    return dict(answer.json)


def rows(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_report_is_filled_into_placeholders_and_mapped_cells(capas: Any) -> None:
    number = capas.escalate()
    capas.to_verifying(number)
    form = added(capas)["number"]
    assert mapped(capas, form, ("8D", "$c$7", "severity"))["mapping"] == [{"sheet": "8D", "cell": "C7", "field": "severity"}]
    query = {"capa": number, "language": "zh"}
    answer = capas.program("auditor@SZ").get(f"{FORMS}/{form}/filled", query_string=query)
    assert answer.status_code == 200, answer.text
    table = rows(answer.data)
    assert [table[n][1] for n in (1, 2, 3, 4)] == [
        f"No. {number}", "Seal leaks", "{{our_mistake}}", "Leak test on every shift (品质部): Shift log",
    ]  # fmt: skip
    assert table[6][2] == "严重"
    assert number in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("cell", "pointer"),
    [
        (("8D", "A9", "title"), "mapping"), (("9D", "A1", "title"), "mapping"), (("8D", "1A", "title"), "mapping"),
        (("8D", "A1", "beer"), "mapping/0/field"), (("8D", "", "title"), "mapping/0/cell"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused_and_changes_nothing(capas: Any, cell: tuple[str, str, str], pointer: str) -> None:
    form = added(capas)["number"]
    assert mapped(capas, form, cell, expect=422)["errors"][0]["pointer"] == f"#/{pointer}"
    assert "twice" in mapped(capas, form, ("8D", "C7", "title"), ("8D", "c7", "lot"), expect=422)["detail"]
    assert capas.program("auditor@SZ").get(f"{FORMS}/{form}").json["mapping"] == []


@pytest.mark.parametrize("content", [b"", b"a;b", b"PK\x03\x04 nonsense", b"%PDF-1.7 x", b"<html>"])
def test_files_that_are_no_spreadsheets_are_refused(capas: Any, content: bytes) -> None:
    added(capas, content, expect=422)
    assert capas.program("auditor@SZ").get(FORMS).json == []


def test_who_may_not_keep_forms_adds_none_and_another_site_sees_none(capas: Any) -> None:
    added(capas, expect=403, role="warehouse@SZ")
    form = added(capas)["number"]
    assert capas.program("quality@BJ").get(f"{FORMS}/{form}").status_code == 404
    number = capas.escalate()
    answer = capas.program("quality@BJ").get(f"{FORMS}/{form}/filled", query_string={"capa": number})
    assert answer.status_code == 404


def test_a_withdrawn_form_is_offered_no_more_until_it_is_restored(capas: Any) -> None:
    number, form = capas.escalate(), added(capas, customer_code="C001")["number"]
    other = added(capas, title="Of somebody else", customer_code="C999")["title"]
    page = capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text
    assert "8D of Hamburg" in page
    assert other not in page
    client = capas.program("quality@SZ")
    assert posted(client, f"{FORMS}/{form}/withdraw", {}, 200)["state"] == "withdrawn"
    posted(client, f"{FORMS}/{form}/withdraw", {}, 409)
    assert "8D of Hamburg" not in capas.browser("quality@SZ", language="en").get(f"/capa/capas/{number}").text
    mapped(capas, form, ("8D", "C7", "title"), expect=409)
    assert posted(client, f"{FORMS}/{form}/restore", {}, 200)["state"] == "active"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_add_map_preview_and_download(capas: Any, language: str) -> None:
    number = capas.escalate()
    browser = capas.browser("quality@SZ", language=language)
    page = browser.get("/capa/customer-forms/").text

    def add(content: bytes) -> Any:
        data = {"csrf_token": csrf_of(page), "site": "SZ", "title": "8D", "file": (io.BytesIO(content), "8d.xlsx")}
        return browser.post("/capa/customer-forms/", data=data, content_type="multipart/form-data")

    assert add(b"a;b").status_code == 422
    answer = add(template())
    assert answer.status_code == 303, words_of(answer.text)
    at = "/capa" + answer.location.removeprefix("/capa")
    shown = browser.get(at).text
    assert "our_mistake" in shown
    cells = {"mapping-0-sheet": "8D", "mapping-0-cell": "C7", "mapping-0-field": "title", "mapping-1-sheet": "", "mapping-1-cell": ""}
    wrong = browser.post(at, data={"csrf_token": csrf_of(shown), "version": "1", **cells, "mapping-0-cell": "A9"})
    assert wrong.status_code == 422
    done = browser.post(at, data={"csrf_token": csrf_of(shown), "version": "1", **cells})
    assert done.status_code == 303, words_of(done.text)
    title = capas.get(number)["title"]
    assert title in browser.get(f"{at}?capa={number}").text
    assert rows(browser.get(f"{at}/filled?capa={number}").data)[6][2] == title
    empty = browser.post(at, data={"csrf_token": csrf_of(shown), "version": "2"})
    assert empty.status_code == 303
    assert browser.get(f"{at}?capa=NONE").status_code == 404
