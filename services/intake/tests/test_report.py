"""The figures of the complaint list: by month, product, component, severity and state, as it is filtered."""

from __future__ import annotations

from typing import Any

import pytest

from kesu_common.testing.rig import posted

COUNTS = "/intake/api/v1/complaints/counts"


@pytest.fixture
def counted(shop: Any) -> Any:
    """Five complaints of two products; one has a component, two came at the turn of the year."""
    shop.complaint(component="轴封", received_at="2025-12-31T15:59:00Z")  # 23:59 in Shenzhen
    shop.complaint(received_at="2025-12-31T16:01:00Z")  # 0:01 of the new year there
    shop.complaint(received_at="2026-01-20T02:00:00Z", severity="major")
    for _ in range(2):
        shop.complaint(product="MX-7", lot=None, text="Motor hums.", received_at="2026-02-03T02:00:00Z")
    return shop


def rows(shop: Any, role: str = "sales@SZ", **args: str) -> list[tuple[str, int, float]]:
    """The counts as (value, number, cumulated share)."""
    answer = shop.program(role).get(COUNTS, query_string=args)
    assert answer.status_code == 200, answer.text
    return [(row["value"], row["number"], round(row["cumulated"], 6)) for row in answer.json["rows"]]


@pytest.mark.clause("6-d")
def test_complaints_are_counted_by_each_of_their_sides(counted: Any) -> None:
    assert rows(counted, by="month") == [("2025-12", 1, 0.2), ("2026-01", 2, 0.6), ("2026-02", 2, 1.0)]
    assert rows(counted, by="year") == [("2025", 1, 0.2), ("2026", 4, 1.0)]
    assert rows(counted, by="product") == [("GP-200", 3, 0.6), ("MX-7", 2, 1.0)]
    assert rows(counted, by="product", most="1") == [("GP-200", 3, 0.6)]
    assert rows(counted, by="severity") == [("minor", 4, 0.8), ("major", 1, 1.0)]
    assert rows(counted, by="component") == [("轴封", 1, 1.0)]
    assert counted.program("sales@SZ").get(f"{COUNTS}?by=component").json["without"] == 4
    assert rows(counted, by="product", q="hums") == [("MX-7", 2, 1.0)]
    assert rows(counted, by="product", received_from="2026-01-01", received_to="2026-01-31") == [("GP-200", 2, 1.0)]
    assert rows(counted, role="sales@CD", by="state") == []
    assert counted.program("sales@SZ").get(f"{COUNTS}?by=colour").status_code == 422


def test_a_defect_is_counted_once_per_complaint(counted: Any) -> None:
    number = counted.answered()
    counted.verdict(number, defect_code="SEAL", fact="verdict.revised")
    assert rows(counted, by="defect") == [("SEAL", 1, 1.0)]


@pytest.mark.clause("6-d")
@pytest.mark.parametrize(("language", "words"), [("zh", "客诉统计"), ("en", "Counts of complaints")])
def test_the_page_shows_them_and_leads_to_the_lists(counted: Any, language: str, words: str) -> None:
    browser = counted.browser("gm@SZ", language=language)
    page = browser.get("/intake/complaints/report").text
    assert words in page
    assert "2026-02" in page
    assert 'href="/intake/complaints/?product=MX-7"' in page
    narrowed = browser.get("/intake/complaints/report?severity=major").text
    assert "MX-7" not in narrowed
    assert browser.get("/intake/complaints/report?q=nothing+of+the+kind").status_code == 200


def test_an_empty_house_is_told_so(shop: Any) -> None:
    assert "Widen the filters" in shop.browser("gm@SZ", language="en").get("/intake/complaints/report").text
    posted(shop.program("gm@SZ"), "/intake/api/v1/complaints", {}, 403)
