"""What scanners send is read as GS1 means it, refused with a reason, or kept as plain text."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu_returns.scans.codes import PROBLEMS, read_code
from kesu_returns.scans.conformity import agrees, exception_of

GTIN = "09501101020917"
EXTRACT = list(csv.DictReader(Path(__file__).with_name("gs1_extract.csv").open(encoding="utf-8")))
"""From the tests of GS1's own syntax engine (Apache-2.0) and of biip (Apache-2.0); the source stands in each row."""


@pytest.mark.parametrize("row", EXTRACT, ids=[row["id"] for row in EXTRACT])
def test_published_strings_are_read_as_expected_or_refused(row: dict[str, str]) -> None:
    assert agrees(row) or exception_of(row), read_code(row["input"])


@pytest.mark.parametrize("separator", ["\x1d", "{GS}", "<GS>", "[GS]", "␝", "^", "~1", "\\u001d", "\\x1d"])
def test_what_scanners_send_instead_of_the_separator_is_understood(separator: str) -> None:
    code = read_code(f"]d201{GTIN}10L1107{separator}21S1{separator}3712")
    assert (code.gtin, code.lot, code.serial, code.count) == (GTIN, "L1107", "S1", Decimal(12))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("  ", "blank"),
        ("]d2", "blank"),
        ("]d201123", "content"),
        ("(01)09501101020918", "check_digit"),
        ("]E09501101020918", "check_digit"),
        ("(89)ABC", "unknown_ai"),
        ("(17)261332", "content"),
        (f"(01){GTIN}(02){GTIN}", "contradiction"),
        (f"https://id.gs1.org/01/{GTIN}?10=L1", "not_gs1"),
    ],
)
def test_what_says_that_it_is_gs1_and_is_not_is_refused_with_the_reason(raw: str, problem: str) -> None:
    assert (read_code(raw).kind, read_code(raw).problem) == ("unreadable", problem)


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("L1107", "plain", "L1107"),
        ("12345", "plain", "12345"),
        ("rt-sz-2026-000042", "return_number", "RT-SZ-2026-000042"),
        ("106141412345678908", "sscc", "106141412345678908"),
        ("(00)106141412345678908", "sscc", "106141412345678908"),
        ("]C00012345", "plain", "0012345"),
        ("https://example.com/track/17", "plain", "https://example.com/track/17"),
    ],
)
def test_plain_numbers_stay_what_they_are(raw: str, kind: str, text: str) -> None:
    assert (read_code(raw).kind, read_code(raw).text) == (kind, text)


@given(st.text(max_size=60) | st.text("0123456789()[]^]dC12Ehtps:/?=&\x1d~", max_size=60))
def test_no_text_at_all_makes_the_reader_fail(raw: str) -> None:
    code = read_code(raw)
    assert (code.kind == "unreadable") == (code.problem in PROBLEMS)
