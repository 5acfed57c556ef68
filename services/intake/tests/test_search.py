"""Finding complaints again (clause 6-d): words in both languages, filters, filters kept under a name, the list as a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from kesu_common import clock
from kesu_common.spreadsheets import open_table
from kesu_common.tasks import Task
from kesu_common.testing.rig import csrf_of, posted

COMPLAINTS = "/intake/api/v1/complaints"
FILTERS = "/intake/api/v1/saved-filters"


def numbers(intake: Any, role: str = "sales@SZ", **args: str) -> list[str]:
    """The numbers that the list shows for these arguments, in its order."""
    answer = intake.program(role).get(COMPLAINTS, query_string=args)
    assert answer.status_code == 200, answer.text
    return [one["number"] for one in answer.json]


@pytest.fixture
def three(shop: Any) -> tuple[Any, str, str, str]:
    """A Chinese complaint, an English one, and one that names the lot of the first in its text."""
    first = shop.complaint()
    second = shop.complaint(
        text="The motor makes a grinding noise after 20 minutes.", product="MX-7", lot="L2026-0815", serial="12345678901234567890"
    )
    third = shop.complaint(text="也许与批号 L2026-1107 的问题有关：外壳开裂。", product="壳体 A", lot=None)
    return shop, first, second, third


@pytest.mark.clause("6-d")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("泄漏", {1}),
        ("轴封泄漏", {1}),
        ("开裂", {3}),
        ("grinding", {2}),
        ("GRIND", {2}),
        ("motor noise", {2}),
        ("mx-7", {2}),
        ("12345678901234567890", {2}),
        ("hamburg", {1, 2, 3}),
        ("汉堡", set()),
        ("泄开", set()),
        ("'; DROP TABLE complaint; --", set()),
        ("!&|():*", set()),
    ],
)
def test_words_of_both_languages_find_complaints(three: Any, q: str, found: set[int]) -> None:
    shop, *known = three
    assert set(numbers(shop, q=q)) == {known[i - 1] for i in found}


@pytest.mark.clause("6-d")
def test_what_is_named_exactly_comes_before_what_only_mentions_it_and_no_page_shows_anything_twice(three: Any) -> None:
    shop, first, _second, third = three
    assert numbers(shop, q="L2026-1107") == [first, third]
    assert numbers(shop, q="l2026-1107", sort="-created_at") == [third, first]
    assert numbers(shop, q=first) == [first]
    sales = shop.program("sales@SZ")
    pages, address = [], f"{COMPLAINTS}?q=L2026-1107&limit=1"
    while address:
        answer = sales.get(address)
        pages += [one["number"] for one in answer.json]
        address = answer.headers["Link"].split(">")[0][1:] if "Link" in answer.headers else ""
    assert pages == [first, third]


@pytest.mark.clause("4.1.3.5-a2")
def test_a_translation_is_found_as_soon_as_it_is_there(three: Any) -> None:
    shop, _first, second, _third = three
    assert numbers(shop, q="异响") == []
    shop.do(second, "translate", text="电机运转 20 minutes 后有异响。", translator="Li Wei", acknowledged=True)
    assert numbers(shop, q="异响") == [second]
    page = shop.browser("sales@SZ").get("/intake/complaints/", query_string={"q": "异响"}).text
    assert "<mark>异响</mark>" in page


def test_an_excerpt_marks_what_was_found_and_runs_no_script_of_a_customer(shop: Any) -> None:
    shop.complaint(text="<script>alert(1)</script> the pump leaks & drips")
    page = shop.browser("sales@SZ").get("/intake/complaints/", query_string={"q": "leaks script"}).text
    assert "<mark>leaks</mark> &amp; drips" in page
    assert "&lt;<mark>script</mark>&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_another_site_is_not_found(three: Any) -> None:
    shop, *_ = three
    assert numbers(shop, role="sales@CD", q="泄漏") == []


@pytest.mark.clause("6-d")
def test_every_filter_narrows_the_list(three: Any) -> None:
    shop, first, second, third = three
    shop.dispatch(first, "quality", "rnd")
    assert numbers(shop, waiting="rnd") == [first]
    assert numbers(shop, waiting="production") == []
    shop.verdict(first, defect_code="SEAL-LEAK")
    assert numbers(shop, defect="SEAL-LEAK") == [first]
    assert numbers(shop, product="壳体") == [third]
    assert numbers(shop, serial="12345678901234567890", lot="L2026-0815") == [second]
    today = clock.now().date().isoformat()
    assert len(numbers(shop, received_from="2020-01-01", received_to="2030-01-01")) == 3
    assert numbers(shop, received_to="2020-01-01") == []
    assert shop.program("sales@SZ").get(COMPLAINTS, query_string={"received_from": today + "x"}).status_code == 422
    assert len(numbers(shop, mine="true")) == 3
    with shop.runtime.database.transaction() as session:
        for task in session.query(Task).filter(Task.subject == second):
            task.due_at = clock.now().replace(year=2020)
    assert numbers(shop, overdue="true") == [second]


@pytest.mark.clause("6-d")
def test_a_filter_is_kept_under_a_name_by_its_owner_alone(three: Any) -> None:
    shop, first, *_ = three
    sales = shop.program("sales@SZ")
    kept = posted(sales, FILTERS, {"name": "漏油", "query": {"q": "泄漏", "open": "true"}}, 201)
    assert [one["name"] for one in sales.get(FILTERS).json] == ["漏油"]
    assert shop.program("sales@SZ", login="wang").get(FILTERS).json == []
    assert shop.program("sales@SZ", login="wang").delete(f"{FILTERS}/{kept['id']}").status_code == 404
    posted(sales, FILTERS, {"name": "漏油", "query": {"q": "泄漏"}}, 201)
    assert [one["query"] for one in sales.get(FILTERS).json] == [{"q": "泄漏"}]
    posted(sales, FILTERS, {"name": "x", "query": {"colour": "red"}}, 422)
    posted(sales, FILTERS, {"name": "x", "query": {"state": "purple"}}, 422)
    posted(sales, FILTERS, {"name": "x", "query": {}}, 422)
    assert numbers(shop, **kept["query"]) == [first]
    assert sales.delete(f"{FILTERS}/{kept['id']}").status_code == 204
    assert sales.get(FILTERS).json == []


@pytest.mark.parametrize(("language", "words"), [("zh", "保存"), ("en", "Keep this filter")])
def test_a_filter_is_kept_and_deleted_from_the_list(three: Any, language: str, words: str) -> None:
    shop, *_ = three
    sales = shop.browser("sales@SZ", language=language)
    page = sales.get("/intake/complaints/?severity=minor&limit=20").text
    assert words in page
    kept = sales.post("/intake/saved-filters?severity=minor&limit=20", data={"csrf_token": csrf_of(page), "name": "轻微"})
    assert (kept.status_code, kept.headers["Location"]) == (303, "/intake/complaints/?severity=minor")
    page = sales.get("/intake/complaints/?severity=minor").text
    assert "轻微" in page
    address = page[page.index('action="/intake/saved-filters/') + 8 :].split('"')[0]
    assert sales.post(address, data={"csrf_token": csrf_of(page)}).status_code == 303
    assert "/delete" not in sales.get("/intake/complaints/").text


@pytest.mark.clause("6-d")
def test_the_list_is_exported_as_filtered_and_nothing_in_it_is_computed_or_cut(three: Any) -> None:
    shop, first, second, third = three
    evil = shop.complaint(text='=HYPERLINK("http://evil.example","x") grinding', product="@SUM(A1)")
    browser = shop.browser("sales@SZ", language="en")
    answer = browser.get("/intake/complaints/export.csv?q=grinding")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["Number"] for row in rows] == [evil, second]
    assert rows[0]["What the customer says"].startswith("'=HYPERLINK")
    assert rows[0]["Product"] == "'@SUM(A1)"
    assert rows[1]["State"] == "Registered"
    sheet = browser.get("/intake/complaints/export.xlsx")
    table = open_table(io.BytesIO(sheet.data), name="complaints.xlsx")
    cells = {row["Number"]: row for _, row in table.rows}
    assert set(cells) == {first, second, third, evil}
    assert cells[second]["Serial number"] == "12345678901234567890"
    assert cells[evil]["What the customer says"].startswith("=HYPERLINK")
    chinese = shop.browser("sales@SZ", language="zh").get("/intake/complaints/export.csv")
    assert "编号" in chinese.data.decode("utf-8-sig").splitlines()[0]
    assert len(list(csv.reader(io.StringIO(shop.browser("sales@CD").get("/intake/complaints/export.csv").data.decode())))) == 1
